using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <content>Products with dense matrices.</content>
public sealed partial record SketchOperator
{
    /// <summary>Returns operator · matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A matrix with as many rows as the operator has columns, m×n.</param>
    /// <returns>The product, <see cref="Rows"/>×n, in the layout of <paramref name="matrix"/>.</returns>
    /// <exception cref="ArgumentException">The matrix has not as many rows as the operator has columns.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public DeviceMatrix<T> ApplyLeft<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CheckInner(matrix.Rows, Columns, "rows");
        return Fill(DeviceMatrix<T>.Allocate(matrix.Device, Rows, matrix.Columns, matrix.Layout), result => ApplyLeft(matrix, result));
    }

    /// <summary>destination = operator · matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A matrix with as many rows as the operator has columns, m×n.</param>
    /// <param name="destination">Receives the product, <see cref="Rows"/>×n, in either layout; not the matrix itself.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or the matrices are on different devices or the same.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">A matrix was disposed.</exception>
    public void ApplyLeft<T>(DeviceMatrix<T> matrix, DeviceMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckPair(matrix, destination);
        CheckInner(matrix.Rows, Columns, "rows");
        Enqueue(matrix.Device.DefaultStream, matrix.Operand, destination.Operand, IsTransposed);
    }

    /// <summary>Returns matrix · operator; with <see cref="Transposed"/>, the rows of the matrix are sketched.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A matrix with as many columns as the operator has rows, p×q.</param>
    /// <returns>The product, p×<see cref="Columns"/>, in the layout of <paramref name="matrix"/>.</returns>
    /// <exception cref="ArgumentException">The matrix has not as many columns as the operator has rows.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public DeviceMatrix<T> ApplyRight<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CheckInner(matrix.Columns, Rows, "columns");
        return Fill(DeviceMatrix<T>.Allocate(matrix.Device, matrix.Rows, Columns, matrix.Layout), result => ApplyRight(matrix, result));
    }

    /// <summary>destination = matrix · operator.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A matrix with as many columns as the operator has rows, p×q.</param>
    /// <param name="destination">Receives the product, p×<see cref="Columns"/>, in either layout; not the matrix itself.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or the matrices are on different devices or the same.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">A matrix was disposed.</exception>
    public void ApplyRight<T>(DeviceMatrix<T> matrix, DeviceMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckPair(matrix, destination);
        CheckInner(matrix.Columns, Rows, "columns");

        // A·S = (Sᵀ·Aᵀ)ᵀ, and the transpose of an operand is another view of the same elements.
        Enqueue(matrix.Device.DefaultStream, matrix.Operand.Transposed, destination.Operand.Transposed, !IsTransposed);
    }

    private void Enqueue<T>(DeviceStream queue, MatrixOperand<T> source, MatrixOperand<T> destination, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchMatrix<T> sketch = Bind<T>();
        if (isTransposed)
        {
            sketch.MultiplyTransposed(queue, source, 0, T.Zero, destination);
        }
        else
        {
            sketch.Multiply(queue, source, 0, T.Zero, destination);
        }
    }

    private static DeviceMatrix<T> Fill<T>(DeviceMatrix<T> result, Action<DeviceMatrix<T>> apply)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            apply(result);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void CheckInner(long given, long wanted, string what)
    {
        if (given != wanted)
        {
            throw new ArgumentException($"The matrix has {given} {what}; the {Rows}×{Columns} operator needs {wanted}.");
        }
    }

    private static void CheckPair<T>(DeviceMatrix<T> matrix, DeviceMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(destination);
        if (ReferenceEquals(matrix, destination))
        {
            throw new ArgumentException("The destination is the matrix itself.", nameof(destination));
        }

        if (matrix.Device != destination.Device)
        {
            throw new ArgumentException($"The matrix is on {matrix.Device.Id} and the destination on {destination.Device.Id}.", nameof(destination));
        }
    }
}
