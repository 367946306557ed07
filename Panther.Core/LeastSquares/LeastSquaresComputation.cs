using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>
/// Sketch-and-precondition with iterative refinement (SPIR: Epperly, Meier and Nakatsukasa, "Fast randomized least-squares solvers can be just as accurate and
/// stable as classical direct solvers", arXiv 2406.03468) for min ‖A x - b‖² + λ‖x‖².
/// </summary>
/// <remarks>
/// S A = Q R, P = R⁻¹, x = P Qᵀ S b; then, twice as a rule: r = b - A x, solve Pᵀ(AᵀA + λ)P y = Pᵀ(Aᵀr - λ x) by conjugate gradients, x += P y.
/// </remarks>
internal sealed class LeastSquaresComputation<T> : NormalEquations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceBuffer<T> solution;

    public LeastSquaresComputation(
        DeviceStream stream,
        SystemMatrix<T> a,
        double lambda,
        RightPreconditioner preconditioner,
        int columns,
        LeastSquaresOptions options,
        Steps steps,
        CancellationToken cancellation)
        : base(stream, a, lambda, preconditioner, columns, options, steps, cancellation)
        => solution = Reserve<T>(a.Columns);

    /// <inheritdoc/>
    public override ArrayView<T> Solution => solution.View;

    /// <summary>Starts with the solution of the sketched problem.</summary>
    /// <param name="projection">Qᵀ S b, n×columns, by rows.</param>
    public override void Start(ArrayView<double> projection)
    {
        Preconditioner.Start(projection, Correction.View, Columns);
        Preconditioner.Apply(Correction.View, Wide, Columns);
        PanelPrecision.Convert(Stream, Wide, solution.View);
    }

    /// <summary>Refines x until its backward error is small enough, or refinement no longer helps, or the options end it.</summary>
    /// <param name="b">The right-hand sides, m×columns, dense, by rows.</param>
    /// <param name="estimate">Measures the backward error; holds that of the result afterwards.</param>
    /// <param name="condition">An estimate of the condition number of A.</param>
    public void Refine(ArrayView<T> b, BackwardErrorEstimate estimate, double condition)
    {
        double tolerance = Options.Tolerance ?? MachineEpsilon.Of<T>();
        double[] previous = [];
        for (Refinements = 0; ; Refinements++)
        {
            double[] solutionNorms = Norms(solution.View);
            Gradient(b);

            // The residual of A on top of √λ.
            double[] residualNorms = [.. ResidualNorms.Select((norm, j) => Math.Sqrt((norm * norm) + (Lambda * solutionNorms[j] * solutionNorms[j])))];
            double[] coordinateNorms = Norms(Residual.View);
            estimate.Update(solutionNorms, residualNorms, Norms(Wide), coordinateNorms, Wide, isSharp: Refinements > 1);
            bool isDone = estimate.Values.All(e => e <= tolerance);
            bool stalls = Refinements > 2 && !estimate.Values.Where((e, j) => e > tolerance && e < 0.5 * previous[j]).Any();
            if (isDone || stalls || Refinements == Options.MaximumRefinements)
            {
                return;
            }

            previous = [.. estimate.Values];
            double weight = Refinements == 0 ? 0.04 * condition : 1;
            double norm = estimate.MatrixNorm;
            SolveForCorrection((j, size) =>
                size <= Math.Max(tolerance * ((norm * solutionNorms[j]) + (weight * residualNorms[j])), 1e-15 * coordinateNorms[j]));
            Preconditioner.Apply(Correction.View, Wide, Columns);
            WideToNarrow();
            VectorOperations.Add(Stream, solution.View, Narrow.View, solution.View);
            Steps.Completed("refinement");
        }
    }

    /// <inheritdoc/>
    /// <remarks>‖P Pᵀ g‖ for the gradient g that <see cref="Refine"/> has left, as P Pᵀ is near the inverse of AᵀA + λ.</remarks>
    public override double[] ErrorEstimates()
    {
        Preconditioner.Apply(Residual.View, Wide, Columns);
        double[] solutionNorms = Norms(solution.View);
        return [.. Norms(Wide).Select((norm, j) => norm > 0 ? norm / solutionNorms[j] : 0)];
    }

    /// <summary>Wide = Aᵀ(b - A x) - λ x, and Residual = Pᵀ of it.</summary>
    private void Gradient(ArrayView<T> b)
    {
        Stream.Copy(solution.View, Narrow.View);
        Matrix.MultiplyResidual(Stream, Narrow.View, b, Tall.View, Columns);
        ResidualNorms = Norms(Tall.View);
        NarrowToWide();
        if (Lambda > 0)
        {
            PanelPrecision.Convert(Stream, solution.View, Spare.View);
            VectorOperations.Axpy(Stream, -Lambda, Spare.View, Wide);
        }

        Preconditioner.ApplyTransposed(Wide, Residual.View, Columns);
    }
}
