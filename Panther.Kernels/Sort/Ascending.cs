using System.Numerics;

namespace Panther.Kernels.Sort;

/// <summary>The order of <see cref="IComparable{T}"/>: rising, NaN before all numbers, -0 and +0 equal.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
internal readonly struct Ascending<TKey> : IKeyOrder<TKey>
    where TKey : unmanaged, INumber<TKey>
{
    /// <inheritdoc/>
    public static bool Precedes(TKey first, TKey second) => first < second || (TKey.IsNaN(first) && !TKey.IsNaN(second));
}
