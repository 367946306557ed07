using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>Truncated singular value decompositions.</content>
public static partial class TensorExtensions
{
    /// <summary>Computes the leading singular values and vectors.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="RandomizedSvd.Compute{T}(ILinearOperator{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Tensor<T>, Tensor<T>> RandomizedSvd<T>(
        this ReadOnlyTensorSpan<T> matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(
            matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.RandomizedSvd.Compute(a, rank, options, progress, cancellationToken)));

    /// <inheritdoc cref="RandomizedSvd{T}(ReadOnlyTensorSpan{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RandomizedSvdResult<Tensor<T>, Tensor<T>> RandomizedSvd<T>(
        this Tensor<T> matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).RandomizedSvd(rank, options, progress, cancellationToken);

    /// <summary>Computes as few singular values as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted ‖A - U diag(S) Vᵀ‖ / ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="RandomizedSvd.Compute{T}(ILinearOperator{T}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Tensor<T>, Tensor<T>> RandomizedSvd<T>(
        this ReadOnlyTensorSpan<T> matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(
            matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.RandomizedSvd.Compute(a, tolerance, options, progress, cancellationToken)));

    /// <inheritdoc cref="RandomizedSvd{T}(ReadOnlyTensorSpan{T}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RandomizedSvdResult<Tensor<T>, Tensor<T>> RandomizedSvd<T>(
        this Tensor<T> matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).RandomizedSvd(tolerance, options, progress, cancellationToken);

    private static RandomizedSvdResult<Tensor<T>, Tensor<T>> ToTensors<T>(DeviceSvdResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From, TensorMatrix.From);
        }
    }
}
