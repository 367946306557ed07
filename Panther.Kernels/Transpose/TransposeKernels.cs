using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Transpose;

/// <summary>
/// Transposes through tiles in shared memory, so that reads and writes both run along rows (Ruetsch and Micikevicius, "Optimizing matrix
/// transpose in CUDA", 2009).
/// </summary>
internal static class TransposeKernels
{
    /// <summary>The side of a tile.</summary>
    public const int Tile = 32;

    /// <summary>The threads of a group in Y; each moves Tile / GroupRows elements.</summary>
    public const int GroupRows = 8;

    // One element beside each row keeps the elements of a tile's column in different banks.
    private const int Pitch = Tile + 1;

    /// <summary>destination (n×m) = sourceᵀ (m×n); groups of Tile×GroupRows threads, tiles of rows beyond the grid in a loop.</summary>
    public static void Transpose<T>(RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        ArrayView<T> tile = SharedMemory.Allocate<T>(Tile * Pitch);
        int x = Group.IdxX;
        int y = Group.IdxY;
        long firstColumn = (long)Grid.IdxX * Tile;
        for (long firstRow = (long)Grid.IdxY * Tile; firstRow < source.Rows; firstRow += (long)Grid.DimY * Tile)
        {
            // All threads of a group agree on this; inside the matrix none of them needs a bounds check.
            bool whole = firstRow + Tile <= source.Rows && firstColumn + Tile <= source.Columns;
            if (whole)
            {
                for (int step = 0; step < Tile; step += GroupRows)
                {
                    tile[((y + step) * Pitch) + x] = source[firstRow + y + step, firstColumn + x];
                }
            }
            else
            {
                for (int step = 0; step < Tile; step += GroupRows)
                {
                    if (firstRow + y + step < source.Rows && firstColumn + x < source.Columns)
                    {
                        tile[((y + step) * Pitch) + x] = source[firstRow + y + step, firstColumn + x];
                    }
                }
            }

            Group.Barrier();
            if (whole)
            {
                for (int step = 0; step < Tile; step += GroupRows)
                {
                    destination[firstColumn + y + step, firstRow + x] = tile[(x * Pitch) + y + step];
                }
            }
            else
            {
                for (int step = 0; step < Tile; step += GroupRows)
                {
                    if (firstColumn + y + step < source.Columns && firstRow + x < source.Rows)
                    {
                        destination[firstColumn + y + step, firstRow + x] = tile[(x * Pitch) + y + step];
                    }
                }
            }

            Group.Barrier();
        }
    }
}
