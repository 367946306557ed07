using Panther.Jit.Dialect;

namespace Panther.Kernels.Pointwise;

/// <summary>The elements of an operand in the shape of a result.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="elements">The elements, from the first one on.</param>
/// <param name="strides">The distance of neighbours along each dimension, in elements, not negative; 0 where one element serves all.</param>
internal readonly ref struct StridedOperand<T>(ArrayView<T> elements, ReadOnlySpan<long> strides)
    where T : unmanaged
{
    /// <summary>Gets the elements.</summary>
    public ArrayView<T> Elements { get; } = elements;

    /// <summary>Gets the strides; none for an operand that is not there.</summary>
    public ReadOnlySpan<long> Strides { get; } = strides;
}
