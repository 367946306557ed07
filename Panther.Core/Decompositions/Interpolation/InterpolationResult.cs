using System.Diagnostics.CodeAnalysis;

namespace Panther.Core;

/// <summary>An interpolative decomposition, and what is known of it: A ≈ Skeleton·Coefficients for columns, A ≈ Coefficients·Skeleton for rows.</summary>
/// <typeparam name="TSkeleton">The type of the picked columns or rows; a sparse one where the matrix is sparse.</typeparam>
/// <typeparam name="TCoefficients">The type of the coefficients, which are dense.</typeparam>
public class InterpolationResult<TSkeleton, TCoefficients>
{
    /// <summary>Makes a result of its parts.</summary>
    public InterpolationResult()
    {
    }

    [SetsRequiredMembers]
    private protected InterpolationResult(InterpolationResult<TSkeleton, TCoefficients> other)
    {
        Axis = other.Axis;
        Indices = other.Indices;
        Skeleton = other.Skeleton;
        Coefficients = other.Coefficients;
        Rank = other.Rank;
        LargestCoefficient = other.LargestCoefficient;
        ErrorEstimate = other.ErrorEstimate;
        ErrorProbes = other.ErrorProbes;
        FrobeniusNorm = other.FrobeniusNorm;
        Passes = other.Passes;
        Seed = other.Seed;
    }

    /// <summary>Gets whether columns or rows were picked.</summary>
    public required InterpolationAxis Axis { get; init; }

    /// <summary>Gets the picked columns or rows, the most important ones first.</summary>
    public required int[] Indices { get; init; }

    /// <summary>Gets the picked columns, m×rank, or rows, rank×n: elements of A, unchanged.</summary>
    public required TSkeleton Skeleton { get; init; }

    /// <summary>Gets the coefficients, rank×n for columns and m×rank for rows: the identity in the picked columns or rows.</summary>
    public required TCoefficients Coefficients { get; init; }

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

    /// <summary>Gets the Frobenius norm of A; of an operator the norm of its sketch, whose square estimates that of A without bias.</summary>
    public required double FrobeniusNorm { get; init; }

    /// <summary>Gets <see cref="ErrorEstimate"/> as a fraction of the norm of A; zero for a zero matrix.</summary>
    public double RelativeErrorEstimate => FrobeniusNorm > 0 ? ErrorEstimate / FrobeniusNorm : 0;

    /// <summary>
    /// Gets how often the matrix was read: once to check and measure it, and once for each sketch; of an operator the number of products, those with unit vectors included.
    /// </summary>
    public required int Passes { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the sizes and relative error estimate of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"interpolative decomposition of rank {Rank}: skeleton {FactorText.Size(Skeleton)}, coefficients {FactorText.Size(Coefficients)}, relative error about {RelativeErrorEstimate:G3}");

    internal InterpolationResult<TOtherSkeleton, TOtherCoefficients> Select<TOtherSkeleton, TOtherCoefficients>(
        Func<TSkeleton, TOtherSkeleton> skeleton, Func<TCoefficients, TOtherCoefficients> coefficients) => new()
        {
            Axis = Axis,
            Indices = Indices,
            Skeleton = skeleton(Skeleton),
            Coefficients = coefficients(Coefficients),
            Rank = Rank,
            LargestCoefficient = LargestCoefficient,
            ErrorEstimate = ErrorEstimate,
            ErrorProbes = ErrorProbes,
            FrobeniusNorm = FrobeniusNorm,
            Passes = Passes,
            Seed = Seed,
        };
}
