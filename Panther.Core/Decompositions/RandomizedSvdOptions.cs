using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a randomized SVD is computed. The defaults suit most matrices.</summary>
public sealed record RandomizedSvdOptions
{
    /// <summary>Gets the default options.</summary>
    public static RandomizedSvdOptions Default { get; } = new();

    /// <summary>Gets the columns that are drawn beyond the rank; 10 by default. More make the answer better and the work larger.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>
    /// Gets the number of power iterations; 2 by default. Each reads the matrix twice more and pulls the singular values apart,
    /// which matters where they fall slowly.
    /// </summary>
    public int PowerIterations { get; init; } = 2;

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    /// <summary>Gets the largest rank that a computation to a tolerance may choose; null for the smaller side of the matrix.</summary>
    public int? MaximumRank { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
        if (MaximumRank is { } rank)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank, nameof(MaximumRank));
        }
    }
}
