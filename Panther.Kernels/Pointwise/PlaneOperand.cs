using Panther.Jit.Dialect;

namespace Panther.Kernels.Pointwise;

/// <summary>The elements of an operand, or of the destination, at the places of a <see cref="Plane"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Elements">The elements.</param>
/// <param name="ColumnStride">The distance of neighbouring columns, in elements; 0 where one element serves all.</param>
/// <param name="InnerStride">The distance along the innermost dimension of the rows.</param>
/// <param name="MiddleStride">The distance along the dimension about it.</param>
/// <param name="OuterStride">The distance along the outermost one.</param>
internal readonly record struct PlaneOperand<T>(ArrayView<T> Elements, long ColumnStride, long InnerStride, long MiddleStride, long OuterStride)
    where T : unmanaged;
