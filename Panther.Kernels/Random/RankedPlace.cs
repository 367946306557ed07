using System.Numerics;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Random;

/// <summary>A place and its score.</summary>
/// <param name="Score">The score, never NaN.</param>
/// <param name="Place">The place; <see cref="None"/> for none.</param>
internal readonly record struct RankedPlace<T>(T Score, int Place)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What comes behind every place.</summary>
    public const int None = int.MaxValue;

    /// <summary>The better of two places: the one of the higher score, the earlier one of equal scores. Its order does not matter, so the best of all is the same on every device.</summary>
    /// <param name="first">A place.</param>
    /// <param name="second">Another.</param>
    public static RankedPlace<T> Better(RankedPlace<T> first, RankedPlace<T> second)
        => second.Score > first.Score || (second.Score == first.Score && second.Place < first.Place) ? second : first;
}

/// <summary><see cref="RankedPlace{T}.Better"/>.</summary>
internal readonly struct BetterPlace<T> : IAssociativeOperation<RankedPlace<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static RankedPlace<T> Combine(RankedPlace<T> first, RankedPlace<T> second) => RankedPlace<T>.Better(first, second);
}
