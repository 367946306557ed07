using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Panther's algorithms on MathNet matrices of <see cref="float"/> and <see cref="double"/>.</summary>
/// <remarks>
/// The CPU device reads a dense matrix where it lies; any other device gets a copy. A sparse matrix goes to the device in compressed rows where the
/// algorithm only multiplies by it, and is made dense where it does not; a diagonal one is always made dense. Results come back as dense MathNet
/// matrices, in one copy; columns and rows that are picked from a sparse matrix come back as sparse ones.
/// </remarks>
public static partial class MathNetExtensions
{
    /// <summary>Copies a matrix to a device, column by column; sparse and diagonal matrices become dense.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>The copy, which the caller disposes.</returns>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceMatrix<T> ToDevice<T>(this Matrix<T> matrix, Device? device = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        return DeviceMatrix<T>.Create(
            device ?? Device.Default, MathNetMatrix.Elements(matrix), matrix.RowCount, matrix.ColumnCount, MatrixLayout.ColumnMajor);
    }

    /// <summary>Copies a vector to a device, as a matrix of one column: a right-hand side.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="vector">The vector.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>The copy, which the caller disposes.</returns>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceMatrix<T> ToDevice<T>(this Vector<T> vector, Device? device = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(vector);
        InputCheck.ElementType<T>();
        return DeviceMatrix<T>.Create(device ?? Device.Default, MathNetMatrix.Elements(vector), vector.Count, 1);
    }

    /// <summary>Copies a matrix to a device in compressed rows: what a sparse matrix stores, what of any other is not zero.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>The copy, which the caller disposes.</returns>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static CsrMatrix<T> ToSparseDevice<T>(this Matrix<T> matrix, Device? device = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return MathNetMatrix.ToSparse(matrix, device ?? Device.Default);
    }

    /// <summary>Copies a matrix from its device into a dense MathNet matrix and waits for it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix, neither side empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix is empty; MathNet has no such matrices.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OverflowException">The matrix has more than 2³¹ - 1 elements.</exception>
    public static Matrix<T> ToMathNet<T>(this DeviceMatrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return MathNetMatrix.From(matrix);
    }

    /// <summary>Copies a sparse matrix from its device into a sparse MathNet matrix and waits for it; elements at one place add up.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix, neither side empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix is empty; MathNet has no such matrices.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    public static Matrix<T> ToMathNet<T>(this CsrMatrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return MathNetMatrix.From(matrix);
    }
}
