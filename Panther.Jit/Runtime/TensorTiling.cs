using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>A matrix in global memory, row by row, and the tiles in which <see cref="BulkCopy"/> moves it; see <see cref="Device.DescribeTensor{T}"/>.</summary>
/// <param name="Rows">The matrix's rows.</param>
/// <param name="Columns">The matrix's columns.</param>
/// <param name="RowStride">The elements from a row to the next; their bytes are a multiple of 16.</param>
/// <param name="TileRows">The tile's rows, at most 256.</param>
/// <param name="TileColumns">The tile's columns, at most 256; their bytes are a multiple of 16, and at most those of the swizzle.</param>
/// <param name="Swizzle">How a tile's rows are mixed in shared memory.</param>
public readonly record struct TensorTiling(
    long Rows, long Columns, long RowStride, int TileRows, int TileColumns, SharedSwizzle Swizzle = SharedSwizzle.None);
