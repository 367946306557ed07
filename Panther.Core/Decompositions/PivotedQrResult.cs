namespace Panther.Core;

/// <summary>A pivoted QR factorisation A P = Q R of any matrix, and what is known of it.</summary>
/// <typeparam name="TMatrix">The type of the factors.</typeparam>
public class PivotedQrResult<TMatrix>
{
    /// <summary>Gets Q, m×rank, with orthonormal columns.</summary>
    public required TMatrix Q { get; init; }

    /// <summary>Gets R, rank×n, upper trapezoidal with a positive diagonal.</summary>
    public required TMatrix R { get; init; }

    /// <summary>Gets the permutation: column <c>i</c> of A P is column <c>Permutation[i]</c> of A.</summary>
    public required IReadOnlyList<int> Permutation { get; init; }

    /// <summary>Gets the numerical rank, or <see cref="PivotedQrOptions.MaximumRank"/> where that is less.</summary>
    public required int Rank { get; init; }

    /// <summary>Gets what counted as zero on the diagonal of R, relative to its largest element.</summary>
    public required double RankTolerance { get; init; }

    /// <summary>
    /// Gets an estimate of ‖QᵀQ - I‖ in the Frobenius norm, measured on the finished Q with <see cref="Probes"/> random vectors. Its square is an unbiased
    /// estimate of the square, but for the rounding of the measurement itself.
    /// </summary>
    public required double OrthogonalityError { get; init; }

    /// <summary>Gets an estimate of ‖A P - Q R‖ / ‖A‖ in the Frobenius norm, measured in the same way; zero for a zero matrix.</summary>
    public required double ReconstructionError { get; init; }

    /// <summary>Gets the number of random vectors behind the measured errors.</summary>
    public required int Probes { get; init; }

    /// <summary>Gets the most robust way in which a block of columns had to be made orthonormal.</summary>
    public required CholeskyQrMethod Method { get; init; }

    /// <summary>Gets a value indicating whether pivots were chosen from a sketch, and not from A itself.</summary>
    public required bool IsSketched { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the sizes and measured errors of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"pivoted QR of rank {Rank}: Q {FactorText.Size(Q)}, R {FactorText.Size(R)}, orthogonality error about {OrthogonalityError:G3}, reconstruction error about {ReconstructionError:G3}");

    internal PivotedQrResult<TOther> Select<TOther>(Func<TMatrix, TOther> matrix) => new()
    {
        Q = matrix(Q),
        R = matrix(R),
        Permutation = Permutation,
        Rank = Rank,
        RankTolerance = RankTolerance,
        OrthogonalityError = OrthogonalityError,
        ReconstructionError = ReconstructionError,
        Probes = Probes,
        Method = Method,
        IsSketched = IsSketched,
        Seed = Seed,
    };
}
