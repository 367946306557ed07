using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a CUR decomposition is computed.</summary>
public sealed record CurOptions : ISkeletonOptions
{
    /// <summary>Gets the default options.</summary>
    public static CurOptions Default { get; } = new();

    /// <summary>Gets the rows of each sketch beyond twice the rank; 10 by default. More make the choice of columns and rows better and the work larger.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>Gets the largest rank that a computation to a tolerance may choose; null for the smaller side of the matrix.</summary>
    public int? MaximumRank { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    void ISkeletonOptions.Check() => SkeletonArguments.CheckOptions(Oversampling, MaximumRank);
}
