using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>A dense matrix that lives in the memory of a device.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>The matrix owns its memory; dispose it. Nothing here is thread-safe. Products are enqueued by <see cref="Kernels.Gemm.MatrixProduct"/>: the kernel <see cref="Kernels.Gemm.GemmKernel"/>, or <see cref="Kernels.Gemm.Host.HostGemm"/> on the CPU device.</remarks>
public sealed partial class DeviceMatrix<T> : ILinearOperator<T>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Null where the memory belongs to somebody else.
    private readonly DeviceBuffer<T>? owned;
    private readonly ArrayView<T> borrowed;
    private bool isDisposed;

    private DeviceMatrix(Device device, DeviceBuffer<T>? owned, ArrayView<T> borrowed, long rows, long columns, MatrixLayout layout)
    {
        Device = device;
        this.owned = owned;
        this.borrowed = borrowed;
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
    public Device Device { get; }

    /// <summary>Gets the elements, densely, in the order of <see cref="Layout"/>; for kernels of one's own.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    public ArrayView<T> View
    {
        get
        {
            if (isDisposed)
            {
                throw new ObjectDisposedException(ToString());
            }

            return owned is null ? borrowed : owned.View;
        }
    }

    internal MatrixOperand<T> Operand => DenseOperand.Of(View, Rows, Columns, Layout);

    /// <summary>Gets the matrix that is stored by rows: this one, or its transpose.</summary>
    internal RowMatrix<T> Stored => Layout == MatrixLayout.RowMajor ? new(View, Rows, Columns) : new(View, Columns, Rows);

    /// <summary>Reserves a matrix; its elements are undefined.</summary>
    /// <param name="device">The device.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="layout">The order of the elements in memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there is no such layout.</exception>
    /// <exception cref="OverflowException">The number of elements exceeds 64 bits.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceMatrix<T> Allocate(Device device, long rows, long columns, MatrixLayout layout = MatrixLayout.RowMajor)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        DenseOperand.CheckLayout(layout);
        return new DeviceMatrix<T>(device, device.Allocate<T>(checked(rows * columns)), default, rows, columns, layout);
    }

    /// <summary>Copies a matrix to a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">The elements, densely.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="layout">The order of the elements, in <paramref name="values"/> and on the device.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> does not hold rows * columns elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there is no such layout.</exception>
    public static DeviceMatrix<T> Create(Device device, ReadOnlySpan<T> values, long rows, long columns, MatrixLayout layout = MatrixLayout.RowMajor)
    {
        DenseOperand.CheckLength(values.Length, rows, columns);
        DeviceMatrix<T> matrix = Allocate(device, rows, columns, layout);
        matrix.owned!.CopyFrom(values);
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
            CopyTo(DenseOperand.Span(result));
            return result;
        }

        var columns = new T[View.Length];
        CopyTo(columns);
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
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    public void CopyTo(Span<T> destination)
    {
        ArrayView<T> elements = View;
        if (destination.Length < elements.Length)
        {
            throw new ArgumentException($"The matrix has {elements.Length} elements; the destination holds {destination.Length}.", nameof(destination));
        }

        Device.DefaultStream.Copy(elements, destination[..(int)elements.Length]);
    }

    /// <summary>Says the element type, the size and the device.</summary>
    public override string ToString() => $"DeviceMatrix<{typeof(T).Name}> {Rows}×{Columns} on {Device.Id}";

    /// <summary>Gives the memory back, once the work that uses it is done.</summary>
    public void Dispose()
    {
        isDisposed = true;
        owned?.Dispose();
    }

    /// <summary>Makes a matrix of memory that belongs to somebody else and outlives it.</summary>
    internal static DeviceMatrix<T> Borrow(Device device, ArrayView<T> elements, long rows, long columns, MatrixLayout layout) =>
        new(device, null, elements, rows, columns, layout);
}
