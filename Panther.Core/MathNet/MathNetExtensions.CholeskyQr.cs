using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>QR factorisations of tall matrices.</content>
public static partial class MathNetExtensions
{
    /// <summary>Factors a tall matrix with column pivoting, A P = Q R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="CholeskyQr.Compute{T}(DeviceMatrix{T}, CholeskyQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CholeskyQrResult<Matrix<T>> CholeskyQr<T>(
        this Matrix<T> matrix,
        CholeskyQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToMathNet(Core.CholeskyQr.Compute(a, options, progress, cancellationToken)));

    private static CholeskyQrResult<Matrix<T>> ToMathNet<T>(DeviceCholeskyQrResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From);
        }
    }
}
