namespace Panther.Core;

/// <summary>A truncated singular value decomposition A ≈ U diag(S) Vᵀ, and what is known of it.</summary>
/// <typeparam name="TMatrix">The type of the factors.</typeparam>
/// <typeparam name="TVector">The type of the singular values.</typeparam>
public class RandomizedSvdResult<TMatrix, TVector>
{
    /// <summary>Gets the left singular vectors, m×rank, with orthonormal columns.</summary>
    public required TMatrix U { get; init; }

    /// <summary>Gets the singular values, largest first.</summary>
    public required TVector S { get; init; }

    /// <summary>Gets the right singular vectors, n×rank, with orthonormal columns (V itself, not its transpose).</summary>
    public required TMatrix V { get; init; }

    /// <summary>Gets the number of singular values.</summary>
    public required int Rank { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Gets how often the matrix was read: once to check and measure it, if it is stored, and once for each product with it.</summary>
    public required int Passes { get; init; }

    /// <summary>
    /// Gets an estimate of ‖A - U diag(S) Vᵀ‖ in the Frobenius norm, from <see cref="ErrorProbes"/> random probes of the difference that
    /// the computation itself has not used. Its square is an unbiased estimate of the square.
    /// </summary>
    /// <remarks>
    /// Girard's trace estimator (1989) on the Gram matrix of the difference; the relative spread of the square is at most √(2/probes). Without probes it is
    /// √(‖A‖² - ‖P‖²) with P = AᵀQ for the orthonormal basis Q, exact but for rounding (Yu, Gu and Li 2018).
    /// </remarks>
    public required double ErrorEstimate { get; init; }

    /// <summary>Gets the number of probes behind <see cref="ErrorEstimate"/>; zero if it follows from norms.</summary>
    public required int ErrorProbes { get; init; }

    /// <summary>Gets the Frobenius norm of A; estimated from the first product where A is sparse or an operator of one's own.</summary>
    public required double FrobeniusNorm { get; init; }

    /// <summary>Gets <see cref="ErrorEstimate"/> as a fraction of the norm of A; zero for a zero matrix.</summary>
    public double RelativeErrorEstimate => FrobeniusNorm > 0 ? ErrorEstimate / FrobeniusNorm : 0;

    /// <summary>Gets the most robust way of orthonormalisation that was needed.</summary>
    public required Orthonormalization Orthonormalization { get; init; }

    /// <summary>Says the size and relative error estimate of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"SVD of rank {Rank}: U {FactorText.Size(U)}, V {FactorText.Size(V)}, relative error about {RelativeErrorEstimate:G3}");

    internal RandomizedSvdResult<TOtherMatrix, TOtherVector> Select<TOtherMatrix, TOtherVector>(
        Func<TMatrix, TOtherMatrix> matrix,
        Func<TVector, TOtherVector> vector)
        => new()
        {
            U = matrix(U),
            S = vector(S),
            V = matrix(V),
            Rank = Rank,
            Seed = Seed,
            Passes = Passes,
            ErrorEstimate = ErrorEstimate,
            ErrorProbes = ErrorProbes,
            FrobeniusNorm = FrobeniusNorm,
            Orthonormalization = Orthonormalization,
        };
}
