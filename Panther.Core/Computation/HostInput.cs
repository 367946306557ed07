using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Lends matrices in host memory to computations on devices.</summary>
internal static unsafe class HostInput
{
    /// <summary>
    /// Runs a computation on a matrix in host memory: in place on a CPU device, whose memory is the host's, and on a copy on any other.
    /// The matrix is valid only during the call.
    /// </summary>
    /// <param name="values">The elements, densely, rows * columns of them.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="device">The device to compute on; null for <see cref="Device.Default"/>.</param>
    /// <param name="compute">The computation; it must not write to the matrix.</param>
    /// <exception cref="ArgumentException">There are not rows * columns elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layout.</exception>
    public static TResult Use<T, TResult>(
        ReadOnlySpan<T> values, long rows, long columns, MatrixLayout layout, Device? device, Func<DeviceMatrix<T>, TResult> compute)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        DenseOperand.CheckLength(values.Length, rows, columns);
        DenseOperand.CheckLayout(layout);
        device ??= Device.Default;
        if (device.Kind != DeviceKind.Cpu)
        {
            using DeviceMatrix<T> copy = DeviceMatrix<T>.Create(device, values, rows, columns, layout);
            return compute(copy);
        }

        fixed (T* pointer = values)
        {
            using DeviceMatrix<T> borrowed = DeviceMatrix<T>.Borrow(device, new ArrayView<T>(pointer, values.Length), rows, columns, layout);
            try
            {
                return compute(borrowed);
            }
            finally
            {
                // All work on the matrix is over before the pin is let go, failed or not.
                device.DefaultStream.Synchronize();
            }
        }
    }

    /// <inheritdoc cref="Use{T, TResult}(ReadOnlySpan{T}, long, long, MatrixLayout, Device?, Func{DeviceMatrix{T}, TResult})"/>
    public static TResult Use<T, TResult>(T[,] values, Device? device, Func<DeviceMatrix<T>, TResult> compute)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return Use(DenseOperand.Span(values), values.GetLength(0), values.GetLength(1), MatrixLayout.RowMajor, device, compute);
    }
}
