using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>QR factorisations.</content>
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

    /// <summary>Factors a tall matrix without pivoting, A = Q R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="TallQr.Compute{T}(DeviceMatrix{T}, TallQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static TallQrResult<Matrix<T>> TallQr<T>(
        this Matrix<T> matrix,
        TallQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToMathNet(Core.TallQr.Compute(a, options, progress, cancellationToken)));

    /// <summary>Factors a matrix of any shape with column pivoting, A P = Q R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="PivotedQr.Compute{T}(DeviceMatrix{T}, PivotedQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedQrResult<Matrix<T>> PivotedQr<T>(
        this Matrix<T> matrix,
        PivotedQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToMathNet(Core.PivotedQr.Compute(a, options, progress, cancellationToken)));

    private static CholeskyQrResult<Matrix<T>> ToMathNet<T>(DeviceCholeskyQrResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From);
        }
    }

    private static TallQrResult<Matrix<T>> ToMathNet<T>(DeviceTallQrResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From);
        }
    }

    private static PivotedQrResult<Matrix<T>> ToMathNet<T>(DevicePivotedQrResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From);
        }
    }
}
