using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Transpose;

/// <summary>
/// A square part of a matrix in shared memory. One element beside each row keeps the elements of a column in different banks.
/// </summary>
internal static class TransposeTile
{
    /// <summary>The threads of a group in X.</summary>
    public const int GroupColumns = 32;

    /// <summary>The elements that a tile takes.</summary>
    /// <param name="side">Its side.</param>
    public static int Length(int side) => side * (side + 1);

    /// <summary>Reads a tile, row by row.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">The matrix.</param>
    /// <param name="firstRow">The tile's first row.</param>
    /// <param name="firstColumn">The tile's first column.</param>
    /// <param name="tile">Receives the elements.</param>
    /// <param name="side">The tile's side.</param>
    /// <param name="groupRows">The threads of a group in Y; a compile-time constant.</param>
    /// <param name="isWhole">Whether all of the tile lies in the matrix; a compile-time constant.</param>
    public static void Read<T>(RowMatrix<T> source, long firstRow, long firstColumn, ArrayView<T> tile, int side, int groupRows, bool isWhole)
        where T : unmanaged
    {
        for (int i = 0; i < side; i += groupRows)
        {
            int row = i + Group.IdxY;
            for (int j = 0; j < side; j += GroupColumns)
            {
                int column = j + Group.IdxX;
                if (isWhole || (firstRow + row < source.Rows && firstColumn + column < source.Columns))
                {
                    tile[(row * (side + 1)) + column] = source[firstRow + row, firstColumn + column];
                }
            }
        }
    }

    /// <summary>Writes the transpose of a tile, row by row.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tile">The elements.</param>
    /// <param name="side">The tile's side.</param>
    /// <param name="groupRows">The threads of a group in Y; a compile-time constant.</param>
    /// <param name="destination">The matrix.</param>
    /// <param name="firstRow">The first row of the transposed tile.</param>
    /// <param name="firstColumn">The first column of the transposed tile.</param>
    /// <param name="isWhole">Whether all of the tile lies in the matrix; a compile-time constant.</param>
    public static void Write<T>(ArrayView<T> tile, int side, int groupRows, RowMatrix<T> destination, long firstRow, long firstColumn, bool isWhole)
        where T : unmanaged
    {
        for (int i = 0; i < side; i += groupRows)
        {
            int row = i + Group.IdxY;
            for (int j = 0; j < side; j += GroupColumns)
            {
                int column = j + Group.IdxX;
                if (isWhole || (firstRow + row < destination.Rows && firstColumn + column < destination.Columns))
                {
                    destination[firstRow + row, firstColumn + column] = tile[(column * (side + 1)) + row];
                }
            }
        }
    }
}
