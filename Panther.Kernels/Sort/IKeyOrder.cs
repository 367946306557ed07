namespace Panther.Kernels.Sort;

/// <summary>A total preorder of keys; a compile-time argument of the sorting kernels.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
internal interface IKeyOrder<TKey>
    where TKey : unmanaged
{
    /// <summary>Tells whether a key must stand before another.</summary>
    /// <param name="first">The key.</param>
    /// <param name="second">The other.</param>
    static abstract bool Precedes(TKey first, TKey second);
}
