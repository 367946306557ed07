using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Estimators.</content>
public static partial class MathNetExtensions
{
    /// <summary>Computes exact leverage scores of the rows.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="LeverageScores.Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeverageScoresResult<Vector<double>> LeverageScores<T>(
        this Matrix<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToMathNet(Core.LeverageScores.Compute(a, options, progress, cancellationToken)));

    /// <summary>Approximates the leverage scores of the rows.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="LeverageScores.Approximate{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeverageScoresResult<Vector<double>> ApproximateLeverageScores<T>(
        this Matrix<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToMathNet(Core.LeverageScores.Approximate(a, options, progress, cancellationToken)));

    /// <summary>Estimates the largest singular value, with bounds. A sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="NormEstimator.Spectral{T}(ILinearOperator{T}, NormEstimatorOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static NormEstimatorResult EstimateSpectralNorm<T>(
        this Matrix<T> matrix,
        NormEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(matrix, options?.Device, a => NormEstimator.Spectral(a, options, progress, cancellationToken));

    private static LeverageScoresResult<Vector<double>> ToMathNet(DeviceLeverageScoresResult result)
    {
        using (result)
        {
            return result.Select(MathNetMatrix.FromColumn);
        }
    }
}
