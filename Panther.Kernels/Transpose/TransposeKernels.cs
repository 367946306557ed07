using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Transpose;

/// <summary>
/// Transposes through tiles in shared memory, so that reads and writes both run along rows (Ruetsch and Micikevicius, "Optimizing matrix
/// transpose in CUDA", 2009).
/// </summary>
internal static class TransposeKernels
{
    /// <summary>
    /// destination (n×m) = sourceᵀ (m×n); groups of <see cref="TransposeTile.GroupColumns"/>×<see cref="TransposeTile.GroupRows"/> threads, tiles of <paramref name="side"/>×<paramref name="side"/> elements (a
    /// multiple of both), tiles of rows beyond the grid in a loop.
    /// </summary>
    public static void Transpose<T>(RowMatrix<T> source, RowMatrix<T> destination, SpecializedValue<int> side)
        where T : unmanaged
    {
        ArrayView<T> tile = SharedMemory.Allocate<T>(TransposeTile.Length(side));
        long firstColumn = (long)Grid.IdxX * side;
        for (long firstRow = (long)Grid.IdxY * side; firstRow < source.Rows; firstRow += (long)Grid.DimY * side)
        {
            // All threads of a group agree on this; inside the matrix none of them needs a bounds check.
            bool whole = firstRow + side <= source.Rows && firstColumn + side <= source.Columns;
            if (whole)
            {
                TransposeTile.Read(source, firstRow, firstColumn, tile, side, isWhole: true);
            }
            else
            {
                TransposeTile.Read(source, firstRow, firstColumn, tile, side, isWhole: false);
            }

            Group.Barrier();
            if (whole)
            {
                TransposeTile.Write(tile, side, destination, firstColumn, firstRow, isWhole: true);
            }
            else
            {
                TransposeTile.Write(tile, side, destination, firstColumn, firstRow, isWhole: false);
            }

            Group.Barrier();
        }
    }
}
