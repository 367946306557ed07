using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Lends tensors of two dimensions to computations on devices, and makes tensors of their results.</summary>
internal static class TensorMatrix
{
    /// <summary>
    /// Runs a computation on a tensor of two dimensions, the first of which is the row: in place if its elements lie densely by rows or by columns
    /// and the device is a CPU, else on a copy.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    public static TResult Use<T, TResult>(ReadOnlyTensorSpan<T> tensor, Device? device, Func<DeviceMatrix<T>, TResult> compute)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> elements = Elements(tensor, out long rows, out long columns, out MatrixLayout layout);
        return HostInput.Use(elements, rows, columns, layout, device, compute);
    }

    /// <summary>Copies a tensor of two dimensions to a device.</summary>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    public static DeviceMatrix<T> ToDevice<T>(ReadOnlyTensorSpan<T> tensor, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> elements = Elements(tensor, out long rows, out long columns, out MatrixLayout layout);
        return DeviceMatrix<T>.Create(device, elements, rows, columns, layout);
    }

    /// <summary>Copies a tensor of two dimensions, or of one as a column, to a device.</summary>
    /// <exception cref="ArgumentException">The tensor has neither one dimension nor two.</exception>
    public static DeviceMatrix<T> ColumnsToDevice<T>(ReadOnlyTensorSpan<T> tensor, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tensor.Rank != 1)
        {
            return ToDevice(tensor, device);
        }

        var elements = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(elements);
        return DeviceMatrix<T>.Create(device, elements, elements.Length, 1);
    }

    /// <exception cref="ArgumentNullException">There is no tensor.</exception>
    public static ReadOnlyTensorSpan<T> Span<T>(Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.AsReadOnlyTensorSpan();
    }

    /// <summary>Copies a matrix from its device into a tensor, row by row.</summary>
    public static Tensor<T> From<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (checked((int)matrix.Rows), checked((int)matrix.Columns));
        var elements = new T[checked(rows * columns)];
        matrix.CopyTo(elements);
        if (matrix.Layout == MatrixLayout.ColumnMajor && rows > 1 && columns > 1)
        {
            var transposed = new T[elements.Length];
            HostElements.Transpose<T>(elements, transposed, columns, rows);
            elements = transposed;
        }

        return Tensor.Create(elements, [rows, columns]);
    }

    /// <summary>Copies a matrix of one column from its device into a tensor of one dimension.</summary>
    public static Tensor<T> FromColumn<T>(DeviceMatrix<T> column)
        where T : unmanaged, IFloatingPointIeee754<T>
        => From(DenseOperand.Vector(column));

    /// <summary>Takes an array as a tensor of one dimension, without a copy.</summary>
    public static Tensor<T> From<T>(T[] elements) => Tensor.Create(elements, [elements.Length]);

    /// <summary>The elements where they lie, if that is densely in one of the layouts; else a copy of them by rows.</summary>
    private static ReadOnlySpan<T> Elements<T>(ReadOnlyTensorSpan<T> tensor, out long rows, out long columns, out MatrixLayout layout)
        where T : unmanaged
    {
        if (tensor.Rank != 2)
        {
            throw new ArgumentException($"A tensor of {tensor.Rank} dimensions is no matrix; 2 are wanted.", nameof(tensor));
        }

        (rows, columns) = (tensor.Lengths[0], tensor.Lengths[1]);
        bool isByRows = IsDense(tensor.Strides[0], tensor.Strides[1], rows, columns);
        bool isByColumns = !isByRows && IsDense(tensor.Strides[1], tensor.Strides[0], columns, rows);
        layout = isByColumns ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor;
        int count = checked((int)tensor.FlattenedLength);
        if (isByRows || isByColumns)
        {
            return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
        }

        var copy = new T[count];
        tensor.FlattenTo(copy);
        return copy;
    }

    /// <summary>Whether the second index runs over neighbours and the first over whole runs of them; the stride of a side of one does not matter.</summary>
    private static bool IsDense(nint first, nint second, long length, long runLength) => (runLength <= 1 || second == 1) && (length <= 1 || first == runLength);
}
