namespace Panther.Core;

/// <summary>The solution of a linear system by conjugate gradients, and what is known of it.</summary>
/// <typeparam name="TSolution">The type of the solution.</typeparam>
public class ConjugateGradientResult<TSolution>
{
    /// <summary>Gets x, n×r for r right-hand sides.</summary>
    public required TSolution Solution { get; init; }

    /// <summary>Gets ‖b - (A + shift) x‖ for each right-hand side, computed from x at the end.</summary>
    public required double[] ResidualNorms { get; init; }

    /// <summary>Gets how the iteration ended for each right-hand side. Unless it is <see cref="IterationOutcome.Converged"/>, x is what was reached.</summary>
    public required IterationOutcome[] Outcomes { get; init; }

    /// <summary>Gets the iterations; all right-hand sides share them.</summary>
    public required int Iterations { get; init; }

    /// <summary>Gets a value indicating whether every right-hand side has as small a residual as was asked for.</summary>
    public bool IsConverged => Array.TrueForAll(Outcomes, outcome => outcome == IterationOutcome.Converged);

    /// <summary>Says the size and residual of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"conjugate gradients: solution {FactorText.Size(Solution)}, {(IsConverged ? "converged" : "not converged")} after {Iterations} iterations, residual norm {FactorText.Largest(ResidualNorms):G3}");

    internal ConjugateGradientResult<TOther> Select<TOther>(Func<TSolution, TOther> solution) => new()
    {
        Solution = solution(Solution),
        ResidualNorms = ResidualNorms,
        Outcomes = Outcomes,
        Iterations = Iterations,
    };
}
