using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Least-squares problems min ‖A x - b‖ with many more rows than columns, by sketching and iterative refinement (Epperly, Meier and Nakatsukasa, "Fast randomized
/// least-squares solvers can be just as accurate and stable as classical direct solvers", arXiv 2406.03468).
/// </summary>
public static partial class LeastSquares
{
    /// <summary>Solves.</summary>
    public static DeviceLeastSquaresResult<T> Solve<T>(
        DeviceMatrix<T> a,
        DeviceMatrix<T> b,
        LeastSquaresOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Run(a.Device.DefaultStream, new DenseSystem<T>(a.Operand), b.Operand, options ?? LeastSquaresOptions.Default, cancellationToken);
    }

    internal static DeviceLeastSquaresResult<T> Run<T>(
        DeviceStream stream, SystemMatrix<T> a, MatrixOperand<T> b, LeastSquaresOptions options, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options.Check(a.Columns);
        double epsilon = typeof(T) == typeof(float) ? 1.1920928955078125e-7 : 2.220446049250313e-16;
        double tolerance = options.Tolerance ?? epsilon;
        Magnitude magnitude = Magnitude.Of(stream, a.Elements);
        if (!magnitude.IsFinite)
        {
            throw new ArgumentException("The matrix holds a NaN or an infinity.");
        }

        int exponent = SafeExponent.Of<T>(magnitude.Largest);
        a.ScaleBy(T.ScaleB(T.One, -exponent));
        double norm = Math.ScaleB(magnitude.Norm, -exponent);
        using var right = new RightHandSides<T>(stream, b);
        SketchOperator? sketch = ChooseSketch(a, options);
        using var factor = new SketchedTriangle<T>(stream, a, sketch);
        double condition = TriangleCondition.Estimate(stream, factor.Triangle, factor.Order, options.Seed);
        using RightPreconditioner preconditioner = new TrianglePreconditioner(stream, factor.Triangle, factor.Order);
        using var computation = new LeastSquaresComputation<T>(stream, a, 0, preconditioner, right.Columns, options, cancellation);
        using DeviceBuffer<double> coordinates = stream.Device.Allocate<double>((long)factor.Order * right.Columns, stream);
        factor.Project(right.View, coordinates.View, right.Columns);
        computation.Start(coordinates.View);
        var estimate = new BackwardErrorEstimate(stream, factor.Triangle.View, factor.Order, norm, right.Norms, tolerance);
        computation.Refine(right.View, estimate, condition);
        DeviceMatrix<T> solution = DeviceMatrix<T>.Allocate(stream.Device, a.Columns, right.Columns);
        right.Restore(computation.Solution, a.Scale);
        stream.Copy(computation.Solution, solution.View);
        return new DeviceLeastSquaresResult<T>
        {
            Solution = solution,
            ResidualNorms = right.Restore(computation.ResidualNorms),
            BackwardErrors = estimate.Values,
            ConditionEstimate = condition,
            Rank = preconditioner.Rank,
            Refinements = computation.Refinements,
            Iterations = computation.Iterations,
            Seed = options.Seed,
            Sketch = sketch,
        };
    }

    private static SketchOperator? ChooseSketch<T>(SystemMatrix<T> a, LeastSquaresOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rows = options.SketchRows ?? Math.Clamp(a.Rows / 8, 4 * a.Columns, 12 * a.Columns);
        bool saves = options.SketchRows is null ? rows <= a.Rows / 2 : rows < a.Rows;
        return saves ? new SjltSketch(rows, a.Rows, (int)Math.Min(rows, options.NonzerosPerColumn)).Sample(options.Seed) : null;
    }
}
