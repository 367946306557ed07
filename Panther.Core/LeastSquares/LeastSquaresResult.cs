namespace Panther.Core;

/// <summary>The solution of a least-squares problem min ‖A x - b‖, and what is known of it.</summary>
/// <typeparam name="TSolution">The type of the solution.</typeparam>
public class LeastSquaresResult<TSolution>
{
    /// <summary>Gets x, n×r for r right-hand sides.</summary>
    public required TSolution Solution { get; init; }

    /// <summary>Gets ‖b - A x‖ for each right-hand side.</summary>
    public required double[] ResidualNorms { get; init; }

    /// <summary>
    /// Gets for each right-hand side an estimate of the backward error: the least ‖[ΔA, θΔb]‖ / ‖A‖ in the Frobenius norm, with θ = ‖A‖ / ‖b‖, for which x solves the
    /// problem of A + ΔA and b + Δb exactly. Where the columns of A differ much in length, they count as scaled to one length. A sketched Karlson-Waldén estimate; it
    /// errs by a small factor, and rather upwards.
    /// </summary>
    public required double[] BackwardErrors { get; init; }

    /// <summary>Gets an estimate of the condition number of A with its columns scaled to one length, within a factor of about 2; infinity where it is so large that small singular values had to be looked for, whether or not some were dropped.</summary>
    public required double ConditionEstimate { get; init; }

    /// <summary>Gets the numerical rank of A: n, unless A is rank-deficient and x is the solution of minimum norm.</summary>
    public required int Rank { get; init; }

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
        $"least squares: solution {FactorText.Size(Solution)}, rank {Rank}, condition about {ConditionEstimate:G3}, backward error about {FactorText.Largest(BackwardErrors):G3}");

    internal LeastSquaresResult<TOther> Select<TOther>(Func<TSolution, TOther> solution) => new()
    {
        Solution = solution(Solution),
        ResidualNorms = ResidualNorms,
        BackwardErrors = BackwardErrors,
        ConditionEstimate = ConditionEstimate,
        Rank = Rank,
        Refinements = Refinements,
        Iterations = Iterations,
        Seed = Seed,
        Sketch = Sketch,
    };
}
