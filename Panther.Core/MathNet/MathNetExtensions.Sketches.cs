using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Sketches.</content>
public static partial class MathNetExtensions
{
    /// <summary>Applies an operator from the left, S·A; a sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="sketch">S.</param>
    /// <param name="matrix">A, with as many rows as S has columns.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>S·A.</returns>
    /// <inheritdoc cref="SketchOperator.ApplyLeft{T}(DeviceMatrix{T})" path="/exception"/>
    public static Matrix<T> ApplyLeft<T>(this SketchOperator sketch, Matrix<T> matrix, Device? device = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(sketch);
        return MathNetMatrix.UseOperator(matrix, device, a =>
        {
            using DeviceMatrix<T> result = a is CsrMatrix<T> sparse ? sketch.ApplyLeft(sparse, MatrixLayout.ColumnMajor) : sketch.ApplyLeft((DeviceMatrix<T>)a);
            return MathNetMatrix.From(result);
        });
    }

    /// <summary>Applies an operator from the right, A·S; a sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="sketch">S.</param>
    /// <param name="matrix">A, with as many columns as S has rows.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>A·S.</returns>
    /// <inheritdoc cref="SketchOperator.ApplyRight{T}(DeviceMatrix{T})" path="/exception"/>
    public static Matrix<T> ApplyRight<T>(this SketchOperator sketch, Matrix<T> matrix, Device? device = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(sketch);
        return MathNetMatrix.UseOperator(matrix, device, a =>
        {
            using DeviceMatrix<T> result = a is CsrMatrix<T> sparse ? sketch.ApplyRight(sparse, MatrixLayout.ColumnMajor) : sketch.ApplyRight((DeviceMatrix<T>)a);
            return MathNetMatrix.From(result);
        });
    }
}
