using System.Numerics;
using System.Numerics.Tensors;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Sketches.</content>
public static partial class TensorExtensions
{
    /// <summary>Applies an operator from the left, S·A.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="sketch">S.</param>
    /// <param name="matrix">A, with as many rows as S has columns.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>S·A.</returns>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="SketchOperator.ApplyLeft{T}(DeviceMatrix{T})" path="/exception"/>
    public static Tensor<T> ApplyLeft<T>(this SketchOperator sketch, ReadOnlyTensorSpan<T> matrix, Device? device = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(sketch);
        return TensorMatrix.Use(matrix, device, (DeviceMatrix<T> a) => FromTemporary(sketch.ApplyLeft(a)));
    }

    /// <inheritdoc cref="ApplyLeft{T}(SketchOperator, ReadOnlyTensorSpan{T}, Device?)"/>
    public static Tensor<T> ApplyLeft<T>(this SketchOperator sketch, Tensor<T> matrix, Device? device = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        => sketch.ApplyLeft(TensorMatrix.Span(matrix), device);

    /// <summary>Applies an operator from the right, A·S.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="sketch">S.</param>
    /// <param name="matrix">A, with as many columns as S has rows.</param>
    /// <param name="device">The device; null for <see cref="Device.Default"/>.</param>
    /// <returns>A·S.</returns>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="SketchOperator.ApplyRight{T}(DeviceMatrix{T})" path="/exception"/>
    public static Tensor<T> ApplyRight<T>(this SketchOperator sketch, ReadOnlyTensorSpan<T> matrix, Device? device = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(sketch);
        return TensorMatrix.Use(matrix, device, (DeviceMatrix<T> a) => FromTemporary(sketch.ApplyRight(a)));
    }

    /// <inheritdoc cref="ApplyRight{T}(SketchOperator, ReadOnlyTensorSpan{T}, Device?)"/>
    public static Tensor<T> ApplyRight<T>(this SketchOperator sketch, Tensor<T> matrix, Device? device = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        => sketch.ApplyRight(TensorMatrix.Span(matrix), device);

    private static Tensor<T> FromTemporary<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (matrix)
        {
            return TensorMatrix.From(matrix);
        }
    }
}
