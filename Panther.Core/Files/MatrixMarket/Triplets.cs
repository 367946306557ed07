using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>A sparse matrix as a list of elements with their places; elements at one place add up.</summary>
internal sealed class Triplets<T>(int rows, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ElementList<int> rowIndices = new();
    private readonly ElementList<int> columnIndices = new();
    private readonly ElementList<T> values = new();

    public int Count => values.Count;

    public void Add(int row, int column, T value)
    {
        rowIndices.Add(row);
        columnIndices.Add(column);
        values.Add(value);
    }

    public T[,] ToMatrix()
    {
        var matrix = new T[rows, columns];
        for (int i = 0; i < values.Count; i++)
        {
            matrix[rowIndices.Span[i], columnIndices.Span[i]] += values.Span[i];
        }

        return matrix;
    }

    /// <summary>Sorts the elements by rows, those of a row in the order they came, and copies them to a device.</summary>
    public CsrMatrix<T> ToCsr(Device device)
    {
        var starts = new long[rows + 1L];
        foreach (int row in rowIndices.Span)
        {
            starts[row + 1L]++;
        }

        for (long i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        long[] next = starts.AsSpan(0, rows).ToArray();
        var sortedColumns = new int[Count];
        var sortedValues = new T[Count];
        for (int i = 0; i < Count; i++)
        {
            long place = next[rowIndices.Span[i]]++;
            sortedColumns[place] = columnIndices.Span[i];
            sortedValues[place] = values.Span[i];
        }

        return CsrMatrix<T>.Create(device, rows, columns, starts, sortedColumns, sortedValues);
    }
}
