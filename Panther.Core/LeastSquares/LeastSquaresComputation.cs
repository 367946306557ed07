using System.Numerics;
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
    private readonly Steps steps;
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
        Steps steps,
        CancellationToken cancellation)
    {
        this.stream = stream;
        this.a = a;
        this.lambda = lambda;
        this.preconditioner = preconditioner;
        this.columns = columns;
        this.options = options;
        this.steps = steps;
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

    /// <summary>Starts with the solution of the sketched problem.</summary>
    /// <param name="projection">Qᵀ S b, n×columns, by rows.</param>
    public void Start(ArrayView<double> projection)
    {
        preconditioner.Start(projection, correction.View, columns);
        preconditioner.Apply(correction.View, wide.View, columns);
        PanelPrecision.Convert(stream, wide.View, solution.View);
    }

    /// <summary>Refines x until its backward error is small enough, or refinement no longer helps, or the options end it.</summary>
    /// <param name="b">The right-hand sides, m×columns, dense, by rows.</param>
    /// <param name="estimate">Measures the backward error; holds that of the result afterwards.</param>
    /// <param name="condition">An estimate of the condition number of A.</param>
    public void Refine(ArrayView<T> b, BackwardErrorEstimate estimate, double condition)
    {
        double tolerance = options.Tolerance ?? MachineEpsilon.Of<T>();
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
            PanelPrecision.Convert(stream, wide.View, narrow.View);
            VectorOperations.Add(stream, solution.View, narrow.View, solution.View);
            steps.Completed("refinement");
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
        PanelPrecision.Convert(stream, narrow.View, wide.View);
        if (lambda > 0)
        {
            PanelPrecision.Convert(stream, solution.View, spare.View);
            VectorOperations.Axpy(stream, -lambda, spare.View, wide.View);
        }

        preconditioner.ApplyTransposed(wide.View, residual.View, columns);
    }

    /// <summary>image = Pᵀ(AᵀA + λ)P direction.</summary>
    private void MultiplyNormal(ArrayView<double> direction, ArrayView<double> image)
    {
        preconditioner.Apply(direction, spare.View, columns);
        PanelPrecision.Convert(stream, spare.View, narrow.View);
        a.Multiply(stream, narrow.View, tall.View, columns);
        a.MultiplyTransposed(stream, tall.View, narrow.View, columns);
        PanelPrecision.Convert(stream, narrow.View, wide.View);
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
}
