using System.Numerics;

namespace Panther.Core;

/// <summary>Reads what follows the head of a Matrix Market file.</summary>
internal sealed class MatrixMarketReader<T>(TextLines lines, MatrixFileLimits limits)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MatrixMarketHeader header = MatrixMarketHeader.Read(lines, limits);

    /// <summary>Gets whether the file holds places with the elements.</summary>
    public bool IsSparse => header.IsSparse;

    /// <summary>Gets the number of rows.</summary>
    public int Rows => header.Rows;

    /// <summary>Gets the number of columns.</summary>
    public int Columns => header.Columns;

    /// <summary>Reads a file of coordinates.</summary>
    public Triplets<T> ReadCoordinates()
    {
        var triplets = new Triplets<T>(Rows, Columns);
        for (int i = 0; i < header.Count; i++)
        {
            MatrixMarketTokens tokens = MatrixMarketTokens.NextLine(lines, $"element {i + 1} of {header.Count}");
            int row = tokens.Integer("the row", 1, Rows) - 1, column = tokens.Integer("the column", 1, Columns) - 1;
            T value = header.IsPattern ? T.One : tokens.Value<T>();
            tokens.ExpectEnd();
            triplets.Add(row, column, value);
            if (header.Symmetry == MatrixMarketSymmetry.General)
            {
                continue;
            }

            if (row != column)
            {
                triplets.Add(column, row, header.Symmetry == MatrixMarketSymmetry.Symmetric ? value : -value);
            }
            else if (header.Symmetry == MatrixMarketSymmetry.SkewSymmetric && value != T.Zero)
            {
                throw lines.Wrong("the diagonal of a skew-symmetric matrix is zero");
            }
        }

        ExpectEnd();
        return triplets;
    }

    /// <summary>Reads a file of all elements, column by column; of a symmetric matrix the lower triangle, of a skew one that without the diagonal.</summary>
    public T[,] ReadArray()
    {
        var values = new ElementList<T>();
        while (values.Count < header.Count)
        {
            MatrixMarketTokens tokens = MatrixMarketTokens.NextLine(lines, $"element {values.Count + 1} of {header.Count}");
            while (!tokens.IsEmpty && values.Count < header.Count)
            {
                values.Add(tokens.Value<T>());
            }

            tokens.ExpectEnd();
        }

        ExpectEnd();
        return header.Symmetry == MatrixMarketSymmetry.General
            ? HostElements.ToMatrix(values.Span, Rows, Columns, MatrixLayout.ColumnMajor)
            : FromTriangle(values.Span);
    }

    private T[,] FromTriangle(ReadOnlySpan<T> values)
    {
        var matrix = new T[Rows, Rows];
        bool isSkew = header.Symmetry == MatrixMarketSymmetry.SkewSymmetric;
        int next = 0;
        for (int j = 0; j < Rows; j++)
        {
            for (int i = isSkew ? j + 1 : j; i < Rows; i++)
            {
                T value = values[next++];
                matrix[j, i] = isSkew ? -value : value;
                matrix[i, j] = value;
            }
        }

        return matrix;
    }

    private void ExpectEnd()
    {
        if (MatrixMarketTokens.TryNextLine(lines, out _))
        {
            throw lines.Wrong($"it goes on after the {header.Count} elements that its line of sizes promises");
        }
    }
}
