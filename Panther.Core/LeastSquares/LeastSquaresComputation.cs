using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Krylov;

namespace Panther.Core;

/// <summary>
/// Sketch-and-precondition with iterative refinement (SPIR: Epperly, Meier and Nakatsukasa, "Fast randomized least-squares solvers can be just as accurate and
/// stable as classical direct solvers", Comm. Pure Appl. Math. 2025, arXiv 2406.03468, section 3 and algorithm 4) for min ‖A x - b‖² + λ‖x‖².
/// </summary>
/// <remarks>
/// S A = Q R, P = R⁻¹, x = P Qᵀ S b; then, twice as a rule: r = b - A x, solve Pᵀ(AᵀA + λ)P y = Pᵀ(Aᵀr - λ x) by conjugate gradients, x += P y. P enters by
/// substitution, in double whatever the element type; products with A and the residual are in the element type.
/// </remarks>
internal sealed class LeastSquaresComputation<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceStream stream;
    private readonly SystemMatrix<T> a;
    private readonly RightPreconditioner preconditioner;
    private readonly LeastSquaresOptions options;
    private readonly double lambda;
    private readonly int columns;
    private readonly int n;
    private readonly CancellationToken cancellation;
    private readonly DisposalList owned = new();
    private readonly DeviceBuffer<T> solution;
    private readonly DeviceBuffer<T> narrow;
    private readonly DeviceBuffer<T> tall;
    private readonly DeviceBuffer<double> wide;
    private readonly DeviceBuffer<double> spare;
    private readonly DeviceBuffer<double> correction;
    private readonly DeviceBuffer<double> residual;
    private readonly DeviceBuffer<double> sums;

    public LeastSquaresComputation(
        DeviceStream stream,
        SystemMatrix<T> a,
        double lambda,
        RightPreconditioner preconditioner,
        int columns,
        LeastSquaresOptions options,
        CancellationToken cancellation)
    {
        this.stream = stream;
        this.a = a;
        this.lambda = lambda;
        this.preconditioner = preconditioner;
        this.columns = columns;
        this.options = options;
        this.cancellation = cancellation;
        n = (int)a.Columns;
        try
        {
            solution = Reserve<T>(n);
            narrow = Reserve<T>(n);
            tall = Reserve<T>(a.Rows);
            wide = Reserve<double>(n);
            spare = Reserve<double>(n);
            correction = Reserve<double>(preconditioner.Rank);
            residual = Reserve<double>(preconditioner.Rank);
            sums = Reserve<double>(1);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Gets x, n×columns, dense, by rows.</summary>
    public ArrayView<T> Solution => solution.View;

    /// <summary>Gets the inner iterations so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>Gets the refinements so far.</summary>
    public int Refinements { get; private set; }

    /// <summary>Gets the ‖b - A x‖ of the columns.</summary>
    public double[] ResidualNorms { get; private set; } = [];

    private static double Epsilon => typeof(T) == typeof(float) ? 1.1920928955078125e-7 : 2.220446049250313e-16;

    /// <summary>Starts with x = P y for given coordinates y.</summary>
    /// <param name="coordinates">y, rank×columns, by rows.</param>
    public void Start(ArrayView<double> coordinates)
    {
        preconditioner.Apply(coordinates, wide.View, columns);
        ToElements(wide.View, solution.View);
    }

    public void Refine(ArrayView<T> b, BackwardErrorEstimate estimate, double condition)
    {
        double tolerance = options.Tolerance ?? Epsilon;
        double[] previous = [];
        using var solver = new ConjugateGradientPanel<double>(stream, preconditioner.Rank, columns, isPreconditioned: false);
        for (Refinements = 0; ; Refinements++)
        {
            double[] solutionNorms = Norms(solution.View);
            Gradient(b);
            double[] gradientNorms = Norms(wide.View);
            double[] coordinateNorms = Norms(residual.View);
            estimate.Update(solutionNorms, ResidualNorms, gradientNorms, coordinateNorms, wide.View, isSharp: Refinements > 1);
            bool isDone = estimate.Values.All(e => e <= tolerance);
            bool stalls = Refinements > 2 && !estimate.Values.Where((e, j) => e > tolerance && e < 0.5 * previous[j]).Any();
            if (isDone || stalls || Refinements == options.MaximumRefinements)
            {
                return;
            }

            previous = [.. estimate.Values];
            double weight = Refinements == 0 ? 0.04 * condition : 1;
            double norm = estimate.MatrixNorm;
            correction.Fill(0, stream);
            Iterations += solver.Run(
                MultiplyNormal,
                null,
                correction.View,
                residual.View,
                (j, size) => size <= Math.Max(tolerance * ((norm * solutionNorms[j]) + (weight * ResidualNorms[j])), 1e-15 * coordinateNorms[j]),
                options.MaximumIterations,
                cancellation);
            preconditioner.Apply(correction.View, wide.View, columns);
            ToElements(wide.View, narrow.View);
            VectorOperations.Add(stream, solution.View, narrow.View, solution.View);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    /// <summary>wide = Aᵀ(b - A x) - λ x and residual = Pᵀ of it.</summary>
    private void Gradient(ArrayView<T> b)
    {
        stream.Copy(solution.View, narrow.View);
        a.Multiply(stream, narrow.View, tall.View, columns);
        VectorOperations.Subtract(stream, b, tall.View, tall.View);
        ResidualNorms = Norms(tall.View);
        a.MultiplyTransposed(stream, tall.View, narrow.View, columns);
        ToDoubles(narrow.View, wide.View);
        if (lambda > 0)
        {
            ToDoubles(solution.View, spare.View);
            VectorOperations.Axpy(stream, -lambda, spare.View, wide.View);
        }

        preconditioner.ApplyTransposed(wide.View, residual.View, columns);
    }

    /// <summary>image = Pᵀ(AᵀA + λ)P direction.</summary>
    private void MultiplyNormal(ArrayView<double> direction, ArrayView<double> image)
    {
        preconditioner.Apply(direction, spare.View, columns);
        ToElements(spare.View, narrow.View);
        a.Multiply(stream, narrow.View, tall.View, columns);
        a.MultiplyTransposed(stream, tall.View, narrow.View, columns);
        ToDoubles(narrow.View, wide.View);
        if (lambda > 0)
        {
            VectorOperations.Axpy(stream, lambda, spare.View, wide.View);
        }

        preconditioner.ApplyTransposed(wide.View, image, columns);
    }

    private double[] Norms<TElement>(ArrayView<TElement> panel)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
    {
        PanelDots.Enqueue(stream, panel, panel, columns, sums.View);
        return Array.ConvertAll(sums.ToArray(stream), Math.Sqrt);
    }

    private DeviceBuffer<TElement> Reserve<TElement>(long rows)
        where TElement : unmanaged
        => owned.Add(stream.Device.Allocate<TElement>(checked(rows * columns), stream));

    private void ToElements(ArrayView<double> source, ArrayView<T> destination) => Convert(source, destination);

    private void ToDoubles(ArrayView<T> source, ArrayView<double> destination) => Convert(source, destination);

    private void Convert<TSource, TDestination>(ArrayView<TSource> source, ArrayView<TDestination> destination)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
    {
        if (Unsafe.SizeOf<TSource>() == Unsafe.SizeOf<TDestination>())
        {
            stream.Copy(source.Cast<TDestination>(), destination);
        }
        else
        {
            MatrixOperations.Convert(stream, new RowMatrix<TSource>(source, source.Length, 1), new RowMatrix<TDestination>(destination, destination.Length, 1));
        }
    }
}
