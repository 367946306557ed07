using System.Numerics;
using System.Numerics.Tensors;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Panther's algorithms on tensors of two dimensions of <see cref="float"/> and <see cref="double"/>; the first dimension is the row.</summary>
/// <remarks>
/// The CPU device reads a tensor where it lies if its elements follow each other by rows or by columns (a transposed view); other strides (slices, broadcasts) and
/// other devices mean a copy. Results come back as new dense tensors.
/// </remarks>
public static partial class TensorExtensions
{
    /// <summary>Copies a tensor to a device as a matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="tensor">The matrix, m×n, with any strides.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>The copy, which the caller disposes; column-major if the tensor is, else row-major.</returns>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceMatrix<T> ToDevice<T>(this ReadOnlyTensorSpan<T> tensor, Device? device = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        return TensorMatrix.ToDevice(tensor, device ?? Device.Default);
    }

    /// <inheritdoc cref="ToDevice{T}(ReadOnlyTensorSpan{T}, Device?)"/>
    public static DeviceMatrix<T> ToDevice<T>(this Tensor<T> tensor, Device? device = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(tensor).ToDevice(device);

    /// <summary>Copies a matrix from its device into a dense tensor and waits for it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OverflowException">The matrix has more than 2³¹ - 1 elements.</exception>
    public static Tensor<T> ToTensor<T>(this DeviceMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return TensorMatrix.From(matrix);
    }
}
