using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>Estimators.</content>
public static partial class TensorExtensions
{
    /// <summary>Computes exact leverage scores of the rows.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="LeverageScores.Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeverageScoresResult<Tensor<double>> LeverageScores<T>(
        this ReadOnlyTensorSpan<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.LeverageScores.Compute(a, options, progress, cancellationToken)));

    /// <inheritdoc cref="LeverageScores{T}(ReadOnlyTensorSpan{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static LeverageScoresResult<Tensor<double>> LeverageScores<T>(
        this Tensor<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).LeverageScores(options, progress, cancellationToken);

    /// <summary>Approximates the leverage scores of the rows.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="LeverageScores.Approximate{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeverageScoresResult<Tensor<double>> ApproximateLeverageScores<T>(
        this ReadOnlyTensorSpan<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.LeverageScores.Approximate(a, options, progress, cancellationToken)));

    /// <inheritdoc cref="ApproximateLeverageScores{T}(ReadOnlyTensorSpan{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static LeverageScoresResult<Tensor<double>> ApproximateLeverageScores<T>(
        this Tensor<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).ApproximateLeverageScores(options, progress, cancellationToken);

    /// <summary>Estimates the largest singular value, with bounds.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="NormEstimator.Spectral{T}(ILinearOperator{T}, NormEstimatorOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static NormEstimatorResult EstimateSpectralNorm<T>(
        this ReadOnlyTensorSpan<T> matrix,
        NormEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => NormEstimator.Spectral(a, options, progress, cancellationToken));

    /// <inheritdoc cref="EstimateSpectralNorm{T}(ReadOnlyTensorSpan{T}, NormEstimatorOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static NormEstimatorResult EstimateSpectralNorm<T>(
        this Tensor<T> matrix,
        NormEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).EstimateSpectralNorm(options, progress, cancellationToken);

    private static LeverageScoresResult<Tensor<double>> ToTensors(DeviceLeverageScoresResult result)
    {
        using (result)
        {
            return result.Select(TensorMatrix.FromColumn);
        }
    }
}
