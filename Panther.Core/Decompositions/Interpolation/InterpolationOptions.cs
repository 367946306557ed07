using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How an interpolative decomposition is computed.</summary>
public sealed record InterpolationOptions : ISkeletonOptions
{
    /// <summary>Gets the default options.</summary>
    public static InterpolationOptions Default { get; } = new();

    /// <summary>Gets whether columns or rows are picked; columns by default.</summary>
    public InterpolationAxis Axis { get; init; } = InterpolationAxis.Columns;

    /// <summary>Gets the rows of the sketch beyond twice the rank; 10 by default. More make coefficients better and the work larger.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>Gets the largest rank that a computation to a tolerance may choose; null for the smaller side of the matrix.</summary>
    public int? MaximumRank { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    void ISkeletonOptions.Check()
    {
        if (!Enum.IsDefined(Axis))
        {
            throw new ArgumentOutOfRangeException(nameof(Axis), Axis, "There is no such axis.");
        }

        SkeletonArguments.CheckOptions(Oversampling, MaximumRank);
    }
}
