using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>A dense matrix that lives in the memory of a device.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>The matrix owns its memory; dispose it. Nothing here is thread-safe.</remarks>
public sealed class DeviceMatrix<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceBuffer<T> elements;

    private DeviceMatrix(DeviceBuffer<T> elements, long rows, long columns, MatrixLayout layout)
    {
        this.elements = elements;
        Rows = rows;
        Columns = columns;
        Layout = layout;
    }

    /// <summary>Gets the number of rows.</summary>
    public long Rows { get; }

    /// <summary>Gets the number of columns.</summary>
    public long Columns { get; }

    /// <summary>Gets the order of the elements in memory.</summary>
    public MatrixLayout Layout { get; }

    /// <summary>Gets the device that holds the elements.</summary>
    public Device Device => elements.Device;

    /// <summary>Gets the elements, densely, in the order of <see cref="Layout"/>; for kernels of one's own.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    public ArrayView<T> View => elements.View;

    internal MatrixOperand<T> Operand => DenseOperand.Of(View, Rows, Columns, Layout);

    /// <summary>Reserves a matrix; its elements are undefined.</summary>
    /// <param name="device">The device.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="layout">The order of the elements in memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The number of elements exceeds 64 bits.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceMatrix<T> Allocate(Device device, long rows, long columns, MatrixLayout layout = MatrixLayout.RowMajor)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return new DeviceMatrix<T>(device.Allocate<T>(checked(rows * columns)), rows, columns, layout);
    }

    /// <summary>Copies a matrix to a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">The elements, densely.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="layout">The order of the elements, in <paramref name="values"/> and on the device.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> does not hold rows * columns elements.</exception>
    public static DeviceMatrix<T> Create(Device device, ReadOnlySpan<T> values, long rows, long columns, MatrixLayout layout = MatrixLayout.RowMajor)
    {
        DenseOperand.CheckLength(values.Length, rows, columns);
        DeviceMatrix<T> matrix = Allocate(device, rows, columns, layout);
        matrix.elements.CopyFrom(values);
        return matrix;
    }

    /// <summary>Copies a matrix to a device, row by row.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">The matrix; the first index is the row.</param>
    public static DeviceMatrix<T> Create(Device device, T[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Create(device, DenseOperand.Span(values), values.GetLength(0), values.GetLength(1));
    }

    /// <summary>Copies the matrix to the host and waits for it.</summary>
    /// <returns>The matrix; the first index is the row.</returns>
    public T[,] ToArray()
    {
        var result = new T[Rows, Columns];
        if (Layout == MatrixLayout.RowMajor)
        {
            elements.CopyTo(DenseOperand.Span(result));
            return result;
        }

        T[] columns = elements.ToArray();
        for (long j = 0; j < Columns; j++)
        {
            for (long i = 0; i < Rows; i++)
            {
                result[i, j] = columns[(j * Rows) + i];
            }
        }

        return result;
    }

    /// <summary>Copies the elements to the host in the order of <see cref="Layout"/> and waits for them.</summary>
    /// <param name="destination">Receives Rows * Columns elements.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public void CopyTo(Span<T> destination) => elements.CopyTo(destination);

    /// <summary>Gives the memory back, once the work that uses it is done.</summary>
    public void Dispose() => elements.Dispose();
}
