using System.Numerics;

namespace Panther.Kernels.Reduce;

/// <summary>Sums.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal readonly struct Addition<T> : IAssociativeOperation<T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Combine(T first, T second) => first + second;
}
