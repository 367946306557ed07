using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;

namespace Panther.Bench.Suites.LeastSquares;

/// <summary>
/// Least-squares problems with one right-hand side that lies far from the columns, and partial Cholesky factors of a kernel matrix; input and results where the device keeps them.
/// </summary>
internal sealed class LeastSquaresSuite(Device device) : ISuite
{
    private const string NoReference = "no least-squares reference is written for this device; the qr suite times cuSOLVER's factorisations";

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}; Gaussian matrices, and those times a triangle of condition 1e8; right-hand sides of all noise");
        foreach ((int rows, int columns) in Shapes(session.Quick))
        {
            session.Step($"least-squares float {rows}x{columns}", () => Compare<float>(session, rows, columns, decades: 0));
            session.Step($"least-squares double {rows}x{columns}", () => Compare<double>(session, rows, columns, decades: 0));
            session.Step($"least-squares double {rows}x{columns} ill-conditioned", () => Compare<double>(session, rows, columns, decades: 8));
        }

        session.Step("pivoted-cholesky", () => Cholesky<float>(session));
        session.Step("pivoted-cholesky", () => Cholesky<double>(session));
    }

    private (int Rows, int Columns)[] Shapes(bool quick) => (device.IsProcessor, quick) switch
    {
        (true, true) => [(16384, 256)],
        (true, false) => [(16384, 256), (65536, 256), (32768, 1024)],
        (_, true) => [(131072, 512)],
        (_, false) => [(16768, 1024), (131072, 512), (1048576, 256)],
    };

    private void Compare<T>(ReportSession session, int rows, int columns, int decades)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream stream = device.DefaultStream;
        using DeviceMatrix<T> gaussian = DeviceMatrix<T>.Allocate(device, rows, columns);
        using DeviceMatrix<T> product = DeviceMatrix<T>.Allocate(device, decades > 0 ? rows : 0, columns, MatrixLayout.ColumnMajor);
        using DeviceMatrix<T> right = DeviceMatrix<T>.Allocate(device, rows, 1);
        RandomMatrix.FillNormal(stream, gaussian.View, rows, columns, columns, new RandomStream(1));
        RandomMatrix.FillNormal(stream, right.View, rows, 1, 1, new RandomStream(2));
        DeviceMatrix<T> matrix = gaussian;
        if (decades > 0)
        {
            // Each column is the one before it and a part that shrinks, so that scaling columns does not mend it.
            var mix = new T[columns, columns];
            for (int j = 0; j < columns; j++)
            {
                mix[j, j] = T.CreateTruncating(Math.Pow(10, -decades * (double)j / columns));
                if (j > 0)
                {
                    mix[j - 1, j] = mix[j - 1, j - 1];
                }
            }

            using DeviceMatrix<T> triangle = DeviceMatrix<T>.Create(device, mix);
            gaussian.Multiply(triangle, product);
            matrix = product;
        }

        double error = double.NaN;
        string said = "";
        session.Compare(
            new ReportCase(decades > 0 ? "least-squares ill-cond." : "least-squares", $"{rows}x{columns}", BenchData.TypeName<T>(), ReportUnit.Milliseconds),
            StreamClock.Contender(stream, () =>
            {
                using DeviceLeastSquaresResult<T> result = Core.LeastSquares.Solve(matrix, right);
                error = result.BackwardErrors[0];
                said = $"condition {result.ConditionEstimate:g3}, {result.Refinements} refinements, {result.Iterations} iterations, backward error {error:g3}, sketch of {result.Sketch?.Rows ?? rows} rows";
            }),
            device.IsProcessor ? References(matrix, right) : [Reference.Absent("cusolver", NoReference)],
            () => RequireAccuracy<T>(error));
        session.Say($"least-squares {rows}x{columns}: {said}");
    }

    private void Cholesky<T>(ReportSession session)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int count, int rank) = device.IsProcessor ? (4096, 256) : (65536, 1024);
        using DeviceMatrix<T> points = DeviceMatrix<T>.Allocate(device, count, 8);
        RandomMatrix.FillNormal(device.DefaultStream, points.View, count, 8, 8, new RandomStream(3));
        var kernel = new GaussianKernelMatrix<T>(points, bandwidth: 2);
        double error = double.NaN;
        session.Compare(
            new ReportCase("pivoted-cholesky", $"{count} k={rank}", BenchData.TypeName<T>(), ReportUnit.Milliseconds),
            StreamClock.Contender(device.DefaultStream, () =>
            {
                using DevicePivotedCholeskyResult<T> result = PivotedCholesky.Compute(kernel, rank);
                error = result.RelativeTraceError;
            }),
            []);
        session.Say($"pivoted-cholesky {count} k={rank}: relative trace error {error:G4}");
    }

    private static Reference[] References<T>(DeviceMatrix<T> matrix, DeviceMatrix<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var b = new T[right.Rows];
        right.CopyTo(b);
        var values = new T[matrix.Rows * matrix.Columns];
        if (matrix.Layout == MatrixLayout.ColumnMajor)
        {
            matrix.CopyTo(values);
        }
        else
        {
            T[,] elements = matrix.ToArray();
            for (int j = 0; j < matrix.Columns; j++)
            {
                for (int i = 0; i < matrix.Rows; i++)
                {
                    values[((long)j * matrix.Rows) + i] = elements[i, j];
                }
            }
        }

        return LeastSquaresReferences.Solve(values, b, (int)matrix.Rows, (int)matrix.Columns);
    }

    private static void RequireAccuracy<T>(double error)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Rounding in sums of so many terms may add up to a few eps.
        double bound = 20 * double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        if (!(error <= bound))
        {
            throw new InvalidOperationException($"the backward error {error:G4} is above {bound:G4}.");
        }
    }
}
