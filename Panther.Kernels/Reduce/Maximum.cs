using System.Numerics;

namespace Panther.Kernels.Reduce;

/// <summary>The larger value; NaN if either is NaN.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal readonly struct Maximum<T> : IAssociativeOperation<T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Combine(T first, T second) => T.Max(first, second);
}
