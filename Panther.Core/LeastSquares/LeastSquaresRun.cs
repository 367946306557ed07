using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>The course of <see cref="LeastSquares"/>, on checked arguments.</summary>
internal static class LeastSquaresRun
{
    private const double AcceptedExcess = 1000;
    private const int UsualRefinements = 3;

    /// <summary>The least condition number that counts as rank deficiency, and the fraction under which singular values do, is this times eps.</summary>
    public static double RankFactor(long columns) => Math.Max(30, 4 * Math.Sqrt(columns));

    /// <inheritdoc cref="LeastSquares.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static DeviceLeastSquaresResult<T> Solve<T>(
        DeviceStream stream,
        SystemMatrix<T> a,
        DeviceMatrix<T> b,
        LeastSquaresOptions options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        cancellation.ThrowIfCancellationRequested();
        var steps = new Steps(stream, progress, cancellation, 2 + UsualRefinements);
        double epsilon = MachineEpsilon.Of<T>();
        double tolerance = options.Tolerance ?? epsilon;
        double norm = a.Normalize(stream);
        using var right = new RightHandSides<T>(stream, b.Operand);
        using var made = new DisposalList();
        DeviceMatrix<T> solution = made.Add(DeviceMatrix<T>.Allocate(stream.Device, a.Columns, right.Columns));
        if (norm == 0)
        {
            stream.Fill(solution.View, T.Zero);
            made.Release();
            return OfZeroMatrix(solution, right.Restore(right.Norms), options.Seed);
        }

        SketchOperator? sketch = ChooseSketch(a, options);
        using var factor = new SketchedTriangle<T>(stream, a, sketch, mayScaleColumns: true, steps);
        double condition = TriangleCondition.Estimate(stream, factor.Triangle, factor.Order, options.Seed);
        double threshold = RankFactor(a.Columns) * epsilon;
        bool isFull = condition * threshold < 1;
        if (!isFull)
        {
            // The minimum norm is that of x itself.
            factor.UnscaleColumns(a);
        }

        double measuredNorm = a.ColumnFactors is null ? norm : Magnitude.Of(stream, factor.Triangle.View).Norm;
        using RightPreconditioner preconditioner = isFull
            ? RightPreconditioner.Inverse(stream, factor.Triangle, factor.Order, condition)
            : TruncatedInverse.Of(stream, factor.Triangle, factor.Order, threshold);
        using var computation = new LeastSquaresComputation<T>(stream, a, 0, preconditioner, right.Columns, options, steps, cancellation);
        using DeviceBuffer<double> projection = stream.Device.Allocate<double>((long)factor.Order * right.Columns, stream);
        factor.Project(right.View, projection.View, right.Columns);
        computation.Start(projection.View);
        var estimate = new BackwardErrorEstimate(stream, factor.Triangle.View, factor.Order, measuredNorm, right.Norms, tolerance);
        computation.Refine(right.View, estimate, isFull ? condition : 1 / threshold);
        if (!estimate.Values.All(e => e <= AcceptedExcess * Math.Max(tolerance, epsilon)))
        {
            throw new InvalidOperationException(
                $"The backward error is {estimate.Values.Max():g3} after {computation.Refinements} refinements and {computation.Iterations} iterations; {tolerance:g3} was asked for.");
        }

        a.ApplyColumnFactors(stream, computation.Solution, right.Columns);
        right.Restore(computation.Solution, a.Scale);
        stream.Copy(computation.Solution, solution.View);
        made.Release();
        return new DeviceLeastSquaresResult<T>
        {
            Solution = solution,
            ResidualNorms = right.Restore(computation.ResidualNorms),
            BackwardErrors = estimate.Values,
            ConditionEstimate = isFull ? condition : double.PositiveInfinity,
            Rank = preconditioner.Rank,
            Refinements = computation.Refinements,
            Iterations = computation.Iterations,
            Seed = options.Seed,
            Sketch = sketch,
        };
    }

    private static DeviceLeastSquaresResult<T> OfZeroMatrix<T>(DeviceMatrix<T> solution, double[] residualNorms, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new()
        {
            Solution = solution,
            ResidualNorms = residualNorms,
            BackwardErrors = new double[residualNorms.Length],
            ConditionEstimate = double.PositiveInfinity,
            Rank = 0,
            Refinements = 0,
            Iterations = 0,
            Seed = seed,
            Sketch = null,
        };

    /// <summary>A sketch whose factorisation is worth its while; null for the matrix itself.</summary>
    public static SketchOperator? ChooseSketch<T>(SystemMatrix<T> a, LeastSquaresOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rows = options.SketchRows ?? Math.Clamp(a.Rows / 8, 4 * a.Columns, 12 * a.Columns);
        bool saves = options.SketchRows is null ? rows <= a.Rows / 2 : rows < a.Rows;
        return saves ? new SjltSketch(rows, a.Rows, (int)Math.Min(rows, options.NonzerosPerColumn)).Sample(options.Seed) : null;
    }
}
