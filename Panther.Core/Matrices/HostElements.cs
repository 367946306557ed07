namespace Panther.Core;

/// <summary>Matrices in host memory between one layout and the other.</summary>
internal static class HostElements
{
    // Two tiles of doubles fit the nearest cache.
    private const int Tile = 32;

    /// <summary>Makes a two-dimensional array of elements in either layout.</summary>
    public static T[,] ToMatrix<T>(ReadOnlySpan<T> elements, int rows, int columns, MatrixLayout layout)
        where T : unmanaged
    {
        var matrix = new T[rows, columns];
        if (layout == MatrixLayout.RowMajor)
        {
            elements.CopyTo(DenseOperand.Span(matrix));
        }
        else
        {
            Transpose(elements, DenseOperand.Span(matrix), columns, rows);
        }

        return matrix;
    }

    /// <summary>Transposes a rows×columns matrix that is stored by rows.</summary>
    public static void Transpose<T>(ReadOnlySpan<T> source, Span<T> destination, int rows, int columns)
    {
        for (long top = 0; top < rows; top += Tile)
        {
            for (long left = 0; left < columns; left += Tile)
            {
                for (long i = top; i < Math.Min(rows, top + Tile); i++)
                {
                    for (long j = left; j < Math.Min(columns, left + Tile); j++)
                    {
                        destination[(int)((j * rows) + i)] = source[(int)((i * columns) + j)];
                    }
                }
            }
        }
    }
}
