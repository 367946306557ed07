namespace Panther.Core;

/// <summary>The solution of a ridge regression min ‖A x - b‖² + λ‖x‖² for one λ, and what is known of it.</summary>
/// <typeparam name="TSolution">The type of the solution.</typeparam>
public class RidgeResult<TSolution>
{
    /// <summary>Gets x, n×r for r right-hand sides.</summary>
    public required TSolution Solution { get; init; }

    /// <summary>Gets λ.</summary>
    public required double Lambda { get; init; }

    /// <summary>Gets ‖b - A x‖ for each right-hand side.</summary>
    public required double[] ResidualNorms { get; init; }

    /// <summary>
    /// Gets for each right-hand side an estimate of the distance of x from the exact solution, relative to ‖x‖: the gradient that is left, through the sketched matrix. It is
    /// within a small factor where it is above rounding, and says eps times a condition number where it is not.
    /// </summary>
    public required double[] ErrorEstimates { get; init; }

    /// <summary>Gets an estimate of the condition number of A on top of √λ times the identity, with columns scaled to one length.</summary>
    public required double ConditionEstimate { get; init; }

    /// <summary>Gets a value indicating whether A has fewer rows than columns, so that the dual problem (AAᵀ + λ) α = b, x = Aᵀα, was solved.</summary>
    public required bool IsDual { get; init; }

    /// <summary>Gets the steps of iterative refinement.</summary>
    public required int Refinements { get; init; }

    /// <summary>Gets the iterations of all refinements; each multiplies by A and by its transpose.</summary>
    public required int Iterations { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Gets the sketch that made the preconditioner; null where the whole matrix did.</summary>
    public required SketchOperator? Sketch { get; init; }

    /// <summary>Says the size and error estimates of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"ridge regression: solution {FactorText.Size(Solution)}, lambda {Lambda:G3}, condition about {ConditionEstimate:G3}, relative error about {FactorText.Largest(ErrorEstimates):G3}");

    internal RidgeResult<TOther> Select<TOther>(Func<TSolution, TOther> solution) => new()
    {
        Solution = solution(Solution),
        Lambda = Lambda,
        ResidualNorms = ResidualNorms,
        ErrorEstimates = ErrorEstimates,
        ConditionEstimate = ConditionEstimate,
        IsDual = IsDual,
        Refinements = Refinements,
        Iterations = Iterations,
        Seed = Seed,
        Sketch = Sketch,
    };
}
