using System.Numerics;

namespace Panther.Kernels.Sort;

/// <summary>The reverse of <see cref="Ascending{TKey}"/>: falling, NaN behind all numbers.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
internal readonly struct Descending<TKey> : IKeyOrder<TKey>
    where TKey : unmanaged, INumber<TKey>
{
    /// <inheritdoc/>
    public static bool Precedes(TKey first, TKey second) => Ascending<TKey>.Precedes(second, first);
}
