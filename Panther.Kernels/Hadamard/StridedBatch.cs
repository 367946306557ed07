namespace Panther.Kernels.Hadamard;

/// <summary>
/// Where the vectors of a transform lie in a view: element j of the vector (outer, inner, column) is at
/// outer·OuterStride + inner·InnerStride + j·Stride + column.
/// </summary>
/// <param name="Stride">The distance between the elements of a vector.</param>
/// <param name="OuterStride">The distance between outer batches.</param>
/// <param name="InnerStride">The distance between inner batches.</param>
internal readonly record struct StridedBatch(long Stride, long OuterStride, long InnerStride);
