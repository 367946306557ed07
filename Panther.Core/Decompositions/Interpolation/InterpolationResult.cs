namespace Panther.Core;

/// <summary>An interpolative decomposition, and what is known of it: A ≈ Skeleton·Coefficients for columns, A ≈ Coefficients·Skeleton for rows.</summary>
/// <typeparam name="TMatrix">The type of the factors.</typeparam>
public class InterpolationResult<TMatrix>
{
    /// <summary>Gets whether columns or rows were picked.</summary>
    public required InterpolationAxis Axis { get; init; }

    /// <summary>Gets the picked columns or rows, the most important ones first.</summary>
    public required int[] Indices { get; init; }

    /// <summary>Gets the picked columns, m×rank, or rows, rank×n: elements of A, unchanged.</summary>
    public required TMatrix Skeleton { get; init; }

    /// <summary>Gets the coefficients, rank×n for columns and m×rank for rows: the identity in the picked columns or rows.</summary>
    public required TMatrix Coefficients { get; init; }

    /// <summary>Gets the number of picked columns or rows: what was asked for, or the numerical rank of the matrix if that is lower.</summary>
    public required int Rank { get; init; }

    /// <summary>Gets the largest magnitude in <see cref="Coefficients"/>: 1 to 2, unless rounding is in the way.</summary>
    public required double LargestCoefficient { get; init; }

    /// <summary>
    /// Gets an estimate of the error in the Frobenius norm, from <see cref="ErrorProbes"/> random probes of the difference that the computation itself has not used. Its square
    /// is an unbiased estimate of the square.
    /// </summary>
    public required double ErrorEstimate { get; init; }

    /// <summary>Gets the number of probes behind <see cref="ErrorEstimate"/>.</summary>
    public required int ErrorProbes { get; init; }

    /// <summary>Gets the Frobenius norm of A.</summary>
    public required double FrobeniusNorm { get; init; }

    /// <summary>Gets <see cref="ErrorEstimate"/> as a fraction of the norm of A; zero for a zero matrix.</summary>
    public double RelativeErrorEstimate => FrobeniusNorm > 0 ? ErrorEstimate / FrobeniusNorm : 0;

    /// <summary>Gets how often the matrix was read: once to check and measure it, and once for each sketch.</summary>
    public required int Passes { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    internal InterpolationResult<TOther> Select<TOther>(Func<TMatrix, TOther> matrix) => new()
    {
        Axis = Axis,
        Indices = Indices,
        Skeleton = matrix(Skeleton),
        Coefficients = matrix(Coefficients),
        Rank = Rank,
        LargestCoefficient = LargestCoefficient,
        ErrorEstimate = ErrorEstimate,
        ErrorProbes = ErrorProbes,
        FrobeniusNorm = FrobeniusNorm,
        Passes = Passes,
        Seed = Seed,
    };
}
