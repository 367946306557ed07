using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>Randomized SVD of matrices whose singular values fall, input and factors where the device keeps them.</summary>
internal sealed class DecompositionSuite(Device device, IDecompositionReferences references) : ISuite
{
    private const int Oversampling = 10;
    private const int PowerIterations = 2;

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}; oversampling {Oversampling}, {PowerIterations} power iterations");
        foreach (SvdShape shape in Shapes(session.Quick))
        {
            session.Step($"randomized-svd {shape}", () => Compare(session, shape));
        }
    }

    private SvdShape[] Shapes(bool quick) => (device.IsProcessor, quick) switch
    {
        (true, true) => [new(1000, 250, 50), new(2000, 500, 100)],
        (true, false) => [new(1000, 250, 50), new(1000, 1000, 50), new(2000, 500, 100), new(4096, 4096, 128)],
        (_, true) => [new(2000, 500, 100), new(4096, 4096, 128)],
        (_, false) => [new(2000, 500, 100), new(4096, 4096, 128), new(16384, 16384, 256), new(131072, 2048, 128)],
    };

    private void Compare(ReportSession session, SvdShape shape)
    {
        float[] values = DecayingMatrix.Create(shape, seed: 1);
        var options = new RandomizedSvdOptions { Oversampling = Oversampling, PowerIterations = PowerIterations, Seed = 1 };
        using DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(device, values, shape.Rows, shape.Columns, MatrixLayout.ColumnMajor);
        double error = double.NaN;
        session.Compare(
            new ReportCase("randomized-svd", $"{shape}", "float", ReportUnit.Milliseconds),
            StreamClock.Contender(device.DefaultStream, () =>
            {
                using DeviceSvdResult<float> svd = RandomizedSvd.Compute(matrix, shape.Rank, options);
                error = svd.RelativeErrorEstimate;
            }),
            references.RandomizedSvd(values, shape, Oversampling, PowerIterations),
            () => RequireAccuracy(shape, error));
        session.Say($"randomized-svd {shape}: estimated relative error {error:G4}, best {DecayingMatrix.BestRelativeError(shape.Rank):G4} in exact arithmetic");
        references.Release();
        if (!session.Quick && !device.IsProcessor)
        {
            using var parts = new SvdParts(device, session, shape, Oversampling);
            parts.Run(matrix);
        }
    }

    private static void RequireAccuracy(SvdShape shape, double error)
    {
        // Two power iterations come within a few percent of the best; the estimate itself, from ten probes, has a spread of up to a quarter.
        double bound = 1.5 * DecayingMatrix.BestRelativeError(shape.Rank);
        if (!(error <= bound))
        {
            throw new InvalidOperationException($"the estimated error {error:G4} is above {bound:G4}.");
        }
    }
}
