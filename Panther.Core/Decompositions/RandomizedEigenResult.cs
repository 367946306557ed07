namespace Panther.Core;

/// <summary>A truncated eigendecomposition A ≈ V diag(Values) Vᵀ of a symmetric matrix, and what is known of it.</summary>
/// <typeparam name="TMatrix">The type of the vectors.</typeparam>
/// <typeparam name="TVector">The type of the values.</typeparam>
public class RandomizedEigenResult<TMatrix, TVector>
{
    /// <summary>Gets the eigenvalues, from the largest magnitude to the smallest.</summary>
    public required TVector Values { get; init; }

    /// <summary>Gets the eigenvectors, n×rank, with orthonormal columns.</summary>
    public required TMatrix Vectors { get; init; }

    /// <summary>Gets the number of eigenvalues.</summary>
    public required int Rank { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Gets how often the matrix was read: once to check and measure it, if it is stored, and once for each product with it.</summary>
    public required int Passes { get; init; }

    /// <summary>
    /// Gets an estimate of ‖A - V diag(Values) Vᵀ‖ in the Frobenius norm, from <see cref="ErrorProbes"/> random probes of the difference that the computation
    /// itself has not used. Its square is an unbiased estimate of the square.
    /// </summary>
    /// <remarks>Girard's trace estimator (1989) on the Gram matrix of the difference; the relative spread of the square is at most √(2/probes).</remarks>
    public required double ErrorEstimate { get; init; }

    /// <summary>Gets the number of probes behind <see cref="ErrorEstimate"/>.</summary>
    public required int ErrorProbes { get; init; }

    /// <summary>Gets the Frobenius norm of A; estimated from the first product where A is sparse or an operator of one's own.</summary>
    public required double FrobeniusNorm { get; init; }

    /// <summary>Gets <see cref="ErrorEstimate"/> as a fraction of the norm of A; zero for a zero matrix.</summary>
    public double RelativeErrorEstimate => FrobeniusNorm > 0 ? ErrorEstimate / FrobeniusNorm : 0;

    /// <summary>Says the size and relative error estimate of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"eigendecomposition of rank {Rank}: vectors {FactorText.Size(Vectors)}, relative error about {RelativeErrorEstimate:G3}");

    internal RandomizedEigenResult<TOtherMatrix, TOtherVector> Select<TOtherMatrix, TOtherVector>(
        Func<TMatrix, TOtherMatrix> matrix, Func<TVector, TOtherVector> vector)
        => new()
        {
            Values = vector(Values),
            Vectors = matrix(Vectors),
            Rank = Rank,
            Seed = Seed,
            Passes = Passes,
            ErrorEstimate = ErrorEstimate,
            ErrorProbes = ErrorProbes,
            FrobeniusNorm = FrobeniusNorm,
        };
}
