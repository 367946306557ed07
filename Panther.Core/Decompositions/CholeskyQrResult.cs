namespace Panther.Core;

/// <summary>A pivoted QR factorisation A P = Q R, and what is known of it.</summary>
/// <typeparam name="TMatrix">The type of the factors.</typeparam>
public class CholeskyQrResult<TMatrix>
{
    /// <summary>Gets Q, m×rank, with orthonormal columns.</summary>
    public required TMatrix Q { get; init; }

    /// <summary>Gets R, rank×n, upper trapezoidal with a positive diagonal.</summary>
    public required TMatrix R { get; init; }

    /// <summary>Gets the permutation: column <c>i</c> of A P is column <c>Permutation[i]</c> of A.</summary>
    public required IReadOnlyList<int> Permutation { get; init; }

    /// <summary>Gets the numerical rank: how many elements of R's diagonal are above the tolerance relative to the largest.</summary>
    public required int Rank { get; init; }

    /// <summary>Gets that tolerance.</summary>
    public required double RankTolerance { get; init; }

    /// <summary>
    /// Gets an estimate of the condition number of the columns that span the range, the largest over the smallest element of R's diagonal: a lower bound
    /// which is seldom more than a factor of the rank too small (Higham, "A survey of condition number estimation for triangular matrices", SIAM Review 29,
    /// 1987). 1 when the rank is zero.
    /// </summary>
    public required double ConditionEstimate { get; init; }

    /// <summary>
    /// Gets an estimate of ‖QᵀQ - I‖ in the Frobenius norm, measured on the finished Q with <see cref="Probes"/> random vectors. Its square is an unbiased
    /// estimate of the square, but for the rounding of the measurement itself.
    /// </summary>
    public required double OrthogonalityError { get; init; }

    /// <summary>Gets an estimate of ‖A P - Q R‖ / ‖A‖ in the Frobenius norm, measured in the same way.</summary>
    public required double ReconstructionError { get; init; }

    /// <summary>Gets the number of random vectors behind the measured errors.</summary>
    public required int Probes { get; init; }

    /// <summary>Gets how the columns were made orthonormal.</summary>
    public required CholeskyQrMethod Method { get; init; }

    /// <summary>
    /// Gets the rows of the matrix whose pivoted QR gave the pivots: those of the sketch, or m where A itself was factored, because it has hardly more
    /// rows than a sketch would have, or because sketches had not kept its range.
    /// </summary>
    public required long SketchRows { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the sizes and measured errors of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"pivoted QR of rank {Rank}: Q {FactorText.Size(Q)}, R {FactorText.Size(R)}, orthogonality error about {OrthogonalityError:G3}, reconstruction error about {ReconstructionError:G3}");

    internal CholeskyQrResult<TOther> Select<TOther>(Func<TMatrix, TOther> matrix) => new()
    {
        Q = matrix(Q),
        R = matrix(R),
        Permutation = Permutation,
        Rank = Rank,
        RankTolerance = RankTolerance,
        ConditionEstimate = ConditionEstimate,
        OrthogonalityError = OrthogonalityError,
        ReconstructionError = ReconstructionError,
        Probes = Probes,
        Method = Method,
        SketchRows = SketchRows,
        Seed = Seed,
    };
}
