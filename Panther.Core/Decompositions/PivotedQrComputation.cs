using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>BQRRP (arXiv 2507.00976) with explicit Q, on one device, with every result measured before it is handed out.</summary>
internal sealed class PivotedQrComputation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The last attempt chooses pivots from A itself.
    private const int Attempts = 2;
    private const uint ProbeStream = Attempts;

    private readonly DeviceStream stream;
    private readonly DeviceMatrix<T> a;
    private readonly PivotedQrOptions options;
    private readonly Steps steps;
    private readonly ProbeSet probes;
    private readonly double epsilon = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
    private readonly double tolerance;
    private readonly int limit;

    public PivotedQrComputation(DeviceMatrix<T> a, PivotedQrOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        this.a = a;
        this.options = options;
        stream = a.Device.DefaultStream;
        probes = new ProbeSet(new RandomStream(options.Seed, ProbeStream));
        tolerance = options.RankTolerance ?? Math.Max(Math.Max(a.Rows, a.Columns), 16) * epsilon;
        limit = checked((int)Math.Min(Math.Min(a.Rows, a.Columns), options.MaximumRank ?? int.MaxValue));
        int blocks = ((limit - 1) / options.BlockSize) + 1;
        steps = new Steps(stream, progress, cancellation, planned: blocks + 2);
    }

    /// <summary>Factors, without a sketch where one has not kept the range of A.</summary>
    /// <exception cref="ArgumentException">The matrix holds NaN or infinity.</exception>
    public DevicePivotedQrResult<T> Run()
    {
        Magnitude magnitude = InputCheck.Finite(stream, a.View);
        steps.Completed("check of the input");
        using var scaled = ScaledMatrix<T>.Of(stream, a, magnitude.Largest);
        for (int attempt = 0; ; attempt++)
        {
            using var blocks = new PivotedBlocks<T>(stream, scaled.Matrix, options, (uint)attempt, isSketched: attempt < Attempts - 1, limit, tolerance);
            while (blocks.Next())
            {
                steps.Completed("block of columns");
            }

            blocks.Reveal();
            using DeviceBuffer<int> pivots = a.Device.Allocate<int>(blocks.Permutation, stream);
            double norm = magnitude.Norm / scaled.Scale;
            double reconstruction = norm == 0 ? 0 : probes.Reconstruction(stream, scaled.Matrix.Operand, pivots, blocks.Q, blocks.R) / norm;
            bool isCut = blocks.Rank == limit && limit < Math.Min(a.Rows, a.Columns);
            if (!blocks.IsSketched || isCut || reconstruction <= AcceptedReconstruction(blocks.Rank))
            {
                double orthogonality = blocks.Rank == 0 ? 0 : probes.Orthogonality(stream, blocks.Q);
                steps.Completed("check of the result");
                return Result(blocks, scaled.Scale, orthogonality, reconstruction);
            }

            steps.Planned += steps.Planned - 2;
        }
    }

    /// <summary>At full rank nothing but rounding is left; otherwise what the tolerance lets go, times what a sketch distorts it by.</summary>
    private double AcceptedReconstruction(int rank)
    {
        double side = Math.Max(a.Rows, a.Columns);
        double rounding = 25 * side * epsilon;
        return rank == Math.Min(a.Rows, a.Columns) ? rounding : Math.Max(rounding, 20 * Math.Sqrt(a.Columns) * tolerance);
    }

    private DevicePivotedQrResult<T> Result(PivotedBlocks<T> blocks, double scale, double orthogonality, double reconstruction)
    {
        DeviceMatrix<T> q = DeviceMatrix<T>.Allocate(a.Device, a.Rows, blocks.Rank);
        DeviceMatrix<T> r = DeviceMatrix<T>.Allocate(a.Device, blocks.Rank, a.Columns);
        MatrixOperations.Copy(stream, new RowMatrix<T>(blocks.Q.Elements, a.Rows, blocks.Rank, limit), q.Stored);
        VectorOperations.Scale(stream, T.CreateTruncating(scale), blocks.R.Elements.SubView(0, r.View.Length), r.View);
        return new DevicePivotedQrResult<T>
        {
            Q = q,
            R = r,
            Permutation = blocks.Permutation,
            Rank = blocks.Rank,
            RankTolerance = tolerance,
            OrthogonalityError = orthogonality,
            ReconstructionError = reconstruction,
            Probes = ProbeSet.Count,
            Method = blocks.Method,
            IsSketched = blocks.IsSketched,
            Seed = options.Seed,
        };
    }
}
