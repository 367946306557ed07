namespace Panther.Core;

/// <summary>An estimate of a norm, and what is known of it.</summary>
public sealed record NormEstimatorResult
{
    /// <summary>Gets the estimate.</summary>
    public required double Norm { get; init; }

    /// <summary>Gets an estimate of |<see cref="Norm"/> - the norm|; the methods say what it is made from.</summary>
    public required double ErrorEstimate { get; init; }

    /// <summary>Gets a lower bound of the norm; see <see cref="Confidence"/>.</summary>
    public required double LowerBound { get; init; }

    /// <summary>Gets an upper bound of the norm; see <see cref="Confidence"/>.</summary>
    public required double UpperBound { get; init; }

    /// <summary>
    /// Gets the probability, over the random vectors and at least, with which the norm lies between <see cref="LowerBound"/> and <see cref="UpperBound"/>, up to rounding,
    /// whatever the matrix is.
    /// </summary>
    public required double Confidence { get; init; }

    /// <summary>Gets the columns that the matrix or its transpose was multiplied with; 0 where the elements were read instead.</summary>
    public required long Products { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }
}
