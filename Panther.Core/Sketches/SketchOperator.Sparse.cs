using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Products with sparse matrices; the results are dense.</content>
public sealed partial record SketchOperator
{
    /// <summary>Returns operator · matrix. The matrix is transposed on the device first, which takes as much memory again.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A matrix with as many rows as the operator has columns, m×n.</param>
    /// <param name="layout">The layout of the result.</param>
    /// <returns>The product, <see cref="Rows"/>×n.</returns>
    /// <exception cref="ArgumentException">The matrix has not as many rows as the operator has columns.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public DeviceMatrix<T> ApplyLeft<T>(CsrMatrix<T> matrix, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CheckInner(matrix.Rows, Columns, "rows");
        using CsrMatrix<T> transpose = matrix.Transpose();

        // S·A = (Aᵀ·Sᵀ)ᵀ.
        return Fill(
            DeviceMatrix<T>.Allocate(matrix.Device, Rows, matrix.Columns, layout),
            result => Bind<T>().MultiplySparse(matrix.Device.DefaultStream, transpose.Operand, !IsTransposed, result.Operand.Transposed));
    }

    /// <summary>Returns matrix · operator; with <see cref="Transposed"/>, the rows of the matrix are sketched.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A matrix with as many columns as the operator has rows, p×q.</param>
    /// <param name="layout">The layout of the result.</param>
    /// <returns>The product, p×<see cref="Columns"/>.</returns>
    /// <exception cref="ArgumentException">The matrix has not as many columns as the operator has rows.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public DeviceMatrix<T> ApplyRight<T>(CsrMatrix<T> matrix, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CheckInner(matrix.Columns, Rows, "columns");
        return Fill(
            DeviceMatrix<T>.Allocate(matrix.Device, matrix.Rows, Columns, layout),
            result => Bind<T>().MultiplySparse(matrix.Device.DefaultStream, matrix.Operand, IsTransposed, result.Operand));
    }
}
