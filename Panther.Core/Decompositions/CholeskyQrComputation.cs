using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>CQRRPT (arXiv 2311.08316, algorithm 2.1) on one device, with every result measured before it is handed out.</summary>
/// <remarks>
/// S A P = Q_s R_s; k from the diagonal of R_s; A_k the first k columns of A P; A_k R_s[:k,:k]⁻¹ = Q Lᵀ; R = Lᵀ R_s[:k,:].
/// </remarks>
internal sealed partial class CholeskyQrComputation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Attempts = 3;
    private const uint ProbeStream = Attempts;
    private const int StepsOfAttempt = 3;

    private readonly DeviceStream stream;
    private readonly DeviceMatrix<T> a;
    private readonly CholeskyQrOptions options;
    private readonly Steps steps;
    private readonly ProbeSet probes;
    private readonly int columns;
    private readonly double epsilon = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
    private readonly double tolerance;

    public CholeskyQrComputation(DeviceMatrix<T> a, CholeskyQrOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        this.a = a;
        this.options = options;
        stream = a.Device.DefaultStream;
        steps = new Steps(stream, progress, cancellation, planned: 1 + StepsOfAttempt);
        probes = new ProbeSet(new RandomStream(options.Seed, ProbeStream));
        columns = checked((int)a.Columns);
        tolerance = options.RankTolerance ?? Math.Max(columns, 16) * epsilon;
    }

    /// <summary>Factors, with a larger sketch where one has not kept the range of A, and without one in the end.</summary>
    /// <exception cref="ArgumentException">The matrix holds NaN or infinity.</exception>
    public DeviceCholeskyQrResult<T> Run()
    {
        Magnitude magnitude = InputCheck.Finite(stream, a.View);
        steps.Completed("check of the input");
        if (magnitude.Largest == 0)
        {
            using var none = new TriangularFactor<T>(stream, 0, columns);
            var nothing = new Basis(AllocateQ(0), [], CholeskyQrMethod.OnePass, OrthogonalityError: 0);
            return Result(nothing, 1, none, [.. Enumerable.Range(0, columns)], 0, a.Rows);
        }

        using var scaled = ScaledMatrix<T>.Of(stream, a, magnitude.Largest);
        for (int attempt = 0; ; attempt++)
        {
            if (TryFactor(scaled, magnitude.Norm / scaled.Scale, attempt) is { } result)
            {
                return result;
            }

            steps.Planned += StepsOfAttempt;
        }
    }

    /// <returns>Null where the sketch is to blame.</returns>
    private DeviceCholeskyQrResult<T>? TryFactor(ScaledMatrix<T> scaled, double norm, int attempt)
    {
        using DeviceBuffer<int> pivots = a.Device.Allocate<int>(columns, stream);
        using var r = new TriangularFactor<T>(stream, columns, columns);
        long sketchRows = Pivot(scaled.Matrix, attempt, pivots, r);
        bool mustSucceed = sketchRows == a.Rows;
        r.Rows = Rank(r.Diagonal());
        steps.Completed("pivoted QR of the sketch");
        if (r.Rows == 0 || Orthonormalize(scaled.Matrix, pivots, r, mustSucceed) is not { } basis)
        {
            return null;
        }

        try
        {
            steps.Completed("Cholesky QR");
            double reconstruction = probes.Reconstruction(stream, scaled.Matrix.Operand, pivots, basis.Q.Operand, r.Operand) / norm;
            steps.Completed("check of the result");
            if (mustSucceed || reconstruction <= AcceptedReconstruction(r.Rows))
            {
                return Result(basis, scaled.Scale, r, pivots.ToArray(stream), reconstruction, sketchRows);
            }
        }
        catch
        {
            basis.Q.Dispose();
            throw;
        }

        basis.Q.Dispose();
        return null;
    }

    /// <summary>
    /// At full rank nothing but rounding is left; otherwise what the tolerance lets go, times what the sketch distorts it by, which is below 20 at the
    /// least oversampling.
    /// </summary>
    private double AcceptedReconstruction(int rank)
    {
        double rounding = 25 * (columns + 3) * epsilon;
        return rank == columns ? rounding : Math.Max(rounding, 20 * Math.Sqrt(columns) * tolerance);
    }

    private int Rank(double[] diagonal) => TriangularFactor<T>.Rank(diagonal, tolerance);

    private DeviceCholeskyQrResult<T> Result(Basis basis, double scale, TriangularFactor<T> r, int[] permutation, double reconstruction, long sketchRows)
    {
        DeviceMatrix<T> triangle = DeviceMatrix<T>.Allocate(a.Device, r.Rows, columns);
        VectorOperations.Scale(stream, T.CreateTruncating(scale), r.Matrix.Elements.SubView(0, triangle.View.Length), triangle.View);
        return new DeviceCholeskyQrResult<T>
        {
            Q = basis.Q,
            R = triangle,
            Permutation = permutation,
            Rank = r.Rows,
            RankTolerance = tolerance,
            ConditionEstimate = r.Rows == 0 ? 1 : basis.Diagonal.Max() / basis.Diagonal.Min(),
            OrthogonalityError = basis.OrthogonalityError,
            ReconstructionError = reconstruction,
            Probes = ProbeSet.Count,
            Method = basis.Method,
            SketchRows = sketchRows,
            Seed = options.Seed,
        };
    }

    /// <summary>Orthonormal columns, the diagonal of the triangle that goes with them, and how they came about.</summary>
    private sealed record Basis(DeviceMatrix<T> Q, double[] Diagonal, CholeskyQrMethod Method, double OrthogonalityError);
}
