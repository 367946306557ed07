using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Core;

/// <summary>A sparse matrix that lives in the memory of a device, in compressed rows (CSR).</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>The matrix owns its memory; dispose it. It does not change once it is made. Nothing here is thread-safe. The kernels of its products are <see cref="Kernels.Sketch.Csr.CsrKernels"/>.</remarks>
public sealed partial class CsrMatrix<T> : ILinearOperator<T>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceBuffer<long> starts;
    private readonly DeviceBuffer<int> indices;
    private readonly DeviceBuffer<T> values;

    private CsrMatrix(DeviceBuffer<long> starts, DeviceBuffer<int> indices, DeviceBuffer<T> values, long rows, long columns)
    {
        this.starts = starts;
        this.indices = indices;
        this.values = values;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Gets the number of rows.</summary>
    public long Rows { get; }

    /// <summary>Gets the number of columns.</summary>
    public long Columns { get; }

    /// <summary>Gets the number of stored elements.</summary>
    public long NonzeroCount => values.Length;

    /// <summary>Gets the device that holds the elements.</summary>
    public Device Device => values.Device;

    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    internal CsrOperand<T> Operand
    {
        get
        {
            ThrowIfDisposed();
            return new(starts.View, indices.View, values.View, Rows, Columns);
        }
    }

    /// <summary>Copies a sparse matrix to a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStarts">Where each row's elements start, rows + 1 numbers from 0 to the number of elements.</param>
    /// <param name="columnIndices">The column of each element; columns of a row may come in any order, and elements at one place add up.</param>
    /// <param name="values">The elements, row by row.</param>
    /// <exception cref="ArgumentException">The lengths do not go together, starts fall, or a column is outside the matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or above 2³¹ - 1.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static CsrMatrix<T> Create(
        Device device, long rows, long columns, ReadOnlySpan<long> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<T> values)
    {
        ArgumentNullException.ThrowIfNull(device);
        CheckSides(rows, columns);
        Check(rows, columns, rowStarts, columnIndices, values.Length);
        using var made = new DisposalList();
        DeviceBuffer<long> starts = made.Add(device.Allocate<long>(rowStarts));
        DeviceBuffer<int> indices = made.Add(device.Allocate<int>(columnIndices));
        var matrix = new CsrMatrix<T>(starts, indices, made.Add(device.Allocate<T>(values)), rows, columns);
        made.Release();
        return matrix;
    }

    /// <summary>Returns the transpose, made on the device. Elements of a row of it come in the order of this matrix's rows.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public CsrMatrix<T> Transpose()
    {
        CsrOperand<T> source = Operand;
        using var made = new DisposalList();
        DeviceBuffer<long> newStarts = made.Add(Device.Allocate<long>(Columns + 1));
        DeviceBuffer<int> newIndices = made.Add(Device.Allocate<int>(NonzeroCount));
        var matrix = new CsrMatrix<T>(newStarts, newIndices, made.Add(Device.Allocate<T>(NonzeroCount)), Columns, Rows);
        CsrTransposition.Transpose(Device.DefaultStream, source, matrix.Operand);
        made.Release();
        return matrix;
    }

    /// <summary>Copies the matrix to the host as a dense one and waits for it.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    public T[,] ToArray()
    {
        HostCsr<T> host = ToHost();
        var result = new T[Rows, Columns];
        for (long i = 0; i < Rows; i++)
        {
            for (long at = host.Starts[i]; at < host.Starts[i + 1]; at++)
            {
                result[i, host.Indices[at]] += host.Values[at];
            }
        }

        return result;
    }

    /// <summary>Says the element type, the size, the number of stored elements and the device.</summary>
    public override string ToString() => $"CsrMatrix<{typeof(T).Name}> {Rows}×{Columns} of {NonzeroCount} elements on {Device.Id}";

    /// <summary>Gives the memory back, once the work that uses it is done.</summary>
    public void Dispose()
    {
        transpose?.Dispose();
        starts.Dispose();
        indices.Dispose();
        values.Dispose();
    }

    /// <summary>Copies the matrix to the host as it is and waits for it.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    internal HostCsr<T> ToHost()
    {
        ThrowIfDisposed();
        return new(Rows, Columns, starts.ToArray(), indices.ToArray(), values.ToArray());
    }

    private void ThrowIfDisposed()
    {
        if (starts.IsDisposed)
        {
            throw new ObjectDisposedException(ToString());
        }
    }

    private static void CheckSides(long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, int.MaxValue);
    }

    private static void Check(long rows, long columns, ReadOnlySpan<long> rowStarts, ReadOnlySpan<int> columnIndices, int count)
    {
        if (rowStarts.Length != rows + 1 || columnIndices.Length != count || rowStarts[0] != 0 || rowStarts[^1] != count)
        {
            throw new ArgumentException(
                $"A matrix of {rows} rows and {count} elements needs {rows + 1} starts from 0 to {count} and as many columns; {rowStarts.Length} starts and {columnIndices.Length} columns were given.");
        }

        for (int i = 1; i < rowStarts.Length; i++)
        {
            if (rowStarts[i] < rowStarts[i - 1])
            {
                throw new ArgumentException($"Row {i - 1} ends at {rowStarts[i]}, before its start at {rowStarts[i - 1]}.", nameof(rowStarts));
            }
        }

        foreach (int column in columnIndices)
        {
            if ((uint)column >= columns)
            {
                throw new ArgumentException($"Column {column} is outside the {rows}×{columns} matrix.", nameof(columnIndices));
            }
        }
    }
}
