using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>QR factorisations of tall matrices.</content>
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

    private static CholeskyQrResult<Tensor<T>> ToTensors<T>(DeviceCholeskyQrResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From);
        }
    }
}
