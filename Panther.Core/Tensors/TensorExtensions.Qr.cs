using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>QR factorisations.</content>
public static partial class TensorExtensions
{
    /// <summary>Factors a tall matrix with column pivoting, A P = Q R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="CholeskyQr.Compute{T}(DeviceMatrix{T}, CholeskyQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CholeskyQrResult<Tensor<T>> CholeskyQr<T>(
        this ReadOnlyTensorSpan<T> matrix,
        CholeskyQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.CholeskyQr.Compute(a, options, progress, cancellationToken)));

    /// <inheritdoc cref="CholeskyQr{T}(ReadOnlyTensorSpan{T}, CholeskyQrOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static CholeskyQrResult<Tensor<T>> CholeskyQr<T>(
        this Tensor<T> matrix,
        CholeskyQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).CholeskyQr(options, progress, cancellationToken);

    /// <summary>Factors a tall matrix without pivoting, A = Q R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="TallQr.Compute{T}(DeviceMatrix{T}, TallQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static TallQrResult<Tensor<T>> TallQr<T>(
        this ReadOnlyTensorSpan<T> matrix,
        TallQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.TallQr.Compute(a, options, progress, cancellationToken)));

    /// <inheritdoc cref="TallQr{T}(ReadOnlyTensorSpan{T}, TallQrOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static TallQrResult<Tensor<T>> TallQr<T>(
        this Tensor<T> matrix,
        TallQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).TallQr(options, progress, cancellationToken);

    /// <summary>Factors a matrix of any shape with column pivoting, A P = Q R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="PivotedQr.Compute{T}(DeviceMatrix{T}, PivotedQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedQrResult<Tensor<T>> PivotedQr<T>(
        this ReadOnlyTensorSpan<T> matrix,
        PivotedQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.PivotedQr.Compute(a, options, progress, cancellationToken)));

    /// <inheritdoc cref="PivotedQr{T}(ReadOnlyTensorSpan{T}, PivotedQrOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static PivotedQrResult<Tensor<T>> PivotedQr<T>(
        this Tensor<T> matrix,
        PivotedQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).PivotedQr(options, progress, cancellationToken);

    private static CholeskyQrResult<Tensor<T>> ToTensors<T>(DeviceCholeskyQrResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From);
        }
    }

    private static TallQrResult<Tensor<T>> ToTensors<T>(DeviceTallQrResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From);
        }
    }

    private static PivotedQrResult<Tensor<T>> ToTensors<T>(DevicePivotedQrResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From);
        }
    }
}
