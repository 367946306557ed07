using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>
/// Ridge regression with fewer rows than columns by its dual problem: with T = Aᵀ, (TᵀT + λ) α = b and x = T α (Saunders, Gammerman and Vovk, ICML 1998), refined as
/// <see cref="LeastSquaresComputation{T}"/> is.
/// </summary>
/// <remarks>An error v of α is one of T v in x, and ‖T v‖ ≈ ‖R v‖: with ρ = b - (TᵀT + λ) α, the error of x is about ‖Pᵀρ‖.</remarks>
internal sealed class DualRidgeComputation<T> : NormalEquations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceBuffer<double> weights;
    private readonly DeviceBuffer<double> right;
    private double[] errors = [];

    public DualRidgeComputation(
        DeviceStream stream,
        SystemMatrix<T> transpose,
        double lambda,
        RightPreconditioner preconditioner,
        int columns,
        LeastSquaresOptions options,
        Steps steps,
        CancellationToken cancellation)
        : base(stream, transpose, lambda, preconditioner, columns, options, steps, cancellation)
    {
        weights = Reserve<double>(transpose.Columns);
        right = Reserve<double>(transpose.Columns);
    }

    /// <inheritdoc/>
    public override ArrayView<T> Solution => Tall.View;

    /// <inheritdoc/>
    /// <param name="projection">b itself, in double.</param>
    public override void Start(ArrayView<double> projection)
    {
        Stream.Copy(projection, right.View);
        Preconditioner.ApplyTransposed(projection, Correction.View, Columns);
        Preconditioner.Apply(Correction.View, weights.View, Columns);
    }

    /// <summary>Refines α until the error of x is small enough, or refinement no longer helps, or the options end it.</summary>
    /// <param name="condition">An estimate of the condition number of T on top of √λ.</param>
    public void Refine(double condition)
    {
        double epsilon = MachineEpsilon.Of<T>();
        double tolerance = Options.Tolerance ?? epsilon;
        double[] previous = [];
        for (Refinements = 0; ; Refinements++)
        {
            Gradient();
            double[] solutionNorms = Norms(Tall.View);
            double[] coordinateNorms = Norms(Residual.View);
            errors = [.. coordinateNorms.Select((norm, j) => norm > 0 ? norm / solutionNorms[j] : 0)];
            bool isDone = errors.All(e => e <= tolerance);
            bool stalls = Refinements > 1 && !errors.Where((e, j) => e > tolerance && e < 0.5 * previous[j]).Any();
            if (isDone || stalls || Refinements == Options.MaximumRefinements)
            {
                return;
            }

            previous = errors;

            // A refinement gains about 1 / (eps · κ) at most, since that is what P itself loses.
            double gain = Math.Max(1e-15, 0.1 * epsilon * condition);
            SolveForCorrection((j, size) => size <= Math.Max(0.1 * tolerance * solutionNorms[j], gain * coordinateNorms[j]));
            Preconditioner.Apply(Correction.View, Wide, Columns);
            VectorOperations.Add(Stream, weights.View, Wide, weights.View);
            Steps.Completed("refinement");
        }
    }

    /// <inheritdoc/>
    public override double[] ErrorEstimates() => errors;

    /// <summary>Tall = T α, Wide = b - Tᵀ(T α) - λ α, and Residual = Pᵀ of it.</summary>
    private void Gradient()
    {
        PanelPrecision.Convert(Stream, weights.View, Narrow.View);
        Matrix.Multiply(Stream, Narrow.View, Tall.View, Columns);
        using DeviceBuffer<T> used = Stream.Device.Allocate<T>(Tall.Length, Stream);
        Stream.Copy(Tall.View, used.View);
        Matrix.MultiplyTransposed(Stream, used.View, Narrow.View, Columns);
        PanelPrecision.Convert(Stream, Narrow.View, Spare.View);
        VectorOperations.Subtract(Stream, right.View, Spare.View, Wide);
        ResidualNorms = Norms(Wide);
        VectorOperations.Axpy(Stream, -Lambda, weights.View, Wide);
        Preconditioner.ApplyTransposed(Wide, Residual.View, Columns);
    }
}
