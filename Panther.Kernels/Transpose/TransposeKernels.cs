using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Transpose;

/// <summary>
/// Transposes through tiles in shared memory, so that reads and writes both run along rows (Ruetsch and Micikevicius, "Optimizing matrix
/// transpose in CUDA", 2009).
/// </summary>
internal static class TransposeKernels
{
    /// <summary>The rows of tiles that groups walk along together, so that what is written at a time lies together as well.</summary>
    private const int BandRows = 8;

    /// <summary>
    /// destination (n×m) = sourceᵀ (m×n); one group of <see cref="TransposeTile.GroupColumns"/>×<paramref name="groupRows"/> threads for each tile of
    /// <paramref name="side"/>×<paramref name="side"/> elements, a multiple of both.
    /// </summary>
    public static void Transpose<T>(RowMatrix<T> source, RowMatrix<T> destination, SpecializedValue<int> side, SpecializedValue<int> groupRows)
        where T : unmanaged
    {
        ArrayView<T> tile = SharedMemory.Allocate<T>(TransposeTile.Length(side));
        int tileRows = (int)((source.Rows + side - 1) / side);
        int tileColumns = (int)((source.Columns + side - 1) / side);
        int band = Grid.IdxX / (BandRows * tileColumns);
        int inBand = Grid.IdxX - (band * BandRows * tileColumns);
        int bandRows = Math.Min(BandRows, tileRows - (band * BandRows));
        int tileColumn = inBand / bandRows;
        long firstRow = (long)((band * BandRows) + inBand - (tileColumn * bandRows)) * side;
        long firstColumn = (long)tileColumn * side;

        // All threads of a group agree on this; inside the matrix none of them needs a bounds check.
        bool whole = firstRow + side <= source.Rows && firstColumn + side <= source.Columns;
        if (whole)
        {
            TransposeTile.Read(source, firstRow, firstColumn, tile, side, groupRows, isWhole: true);
        }
        else
        {
            TransposeTile.Read(source, firstRow, firstColumn, tile, side, groupRows, isWhole: false);
        }

        Group.Barrier();
        if (whole)
        {
            TransposeTile.Write(tile, side, groupRows, destination, firstColumn, firstRow, isWhole: true);
        }
        else
        {
            TransposeTile.Write(tile, side, groupRows, destination, firstColumn, firstRow, isWhole: false);
        }
    }
}
