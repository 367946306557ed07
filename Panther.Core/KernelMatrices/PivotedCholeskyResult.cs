namespace Panther.Core;

/// <summary>A partial Cholesky factorisation A ≈ F Fᵀ of a positive semidefinite matrix, and what is known of it.</summary>
/// <typeparam name="TMatrix">The type of the factor.</typeparam>
public class PivotedCholeskyResult<TMatrix>
{
    /// <summary>Gets F, n×rank. Its rows at <see cref="Pivots"/> are a lower triangle.</summary>
    public required TMatrix Factor { get; init; }

    /// <summary>Gets the pivots, in order: F Fᵀ has the rows and columns of A there.</summary>
    public required int[] Pivots { get; init; }

    /// <summary>Gets the number of pivots; less than asked for where the tolerance was reached or nothing but rounding was left.</summary>
    public int Rank => Pivots.Length;

    /// <summary>Gets the trace of A.</summary>
    public required double Trace { get; init; }

    /// <summary>
    /// Gets tr(A - F Fᵀ): exact but for rounding, at least the norm of A - F Fᵀ in any of the Schatten norms, as the difference is positive semidefinite.
    /// </summary>
    public required double TraceError { get; init; }

    /// <summary>Gets <see cref="TraceError"/> as a fraction of the trace; zero for a zero matrix.</summary>
    public double RelativeTraceError => Trace > 0 ? TraceError / Trace : 0;

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the size and error of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"pivoted Cholesky of rank {Rank}: factor {FactorText.Size(Factor)}, {RelativeTraceError:G3} of the trace left");

    internal PivotedCholeskyResult<TOther> Select<TOther>(Func<TMatrix, TOther> factor) => new()
    {
        Factor = factor(Factor),
        Pivots = Pivots,
        Trace = Trace,
        TraceError = TraceError,
        Seed = Seed,
    };
}
