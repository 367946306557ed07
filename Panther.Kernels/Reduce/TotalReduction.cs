using System.Numerics;

namespace Panther.Kernels.Reduce;

/// <summary>The sum, accumulated in the element type.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal readonly struct TotalReduction<T> : IReduction<T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static T Identity => T.Zero;

    /// <inheritdoc/>
    public static T Term(T value) => value;

    /// <inheritdoc/>
    public static T Combine(T first, T second) => first + second;
}
