using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>Eigenvalues of symmetric matrices.</content>
public static partial class TensorExtensions
{
    /// <summary>Computes the eigenvalues of largest magnitude of a symmetric matrix, and their vectors.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n, symmetric.</param>
    /// <param name="rank">The number of eigenvalues, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="RandomizedEigen.Compute{T}(ILinearOperator{T}, int, RandomizedEigenOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedEigenResult<Tensor<T>, Tensor<T>> RandomizedEigen<T>(
        this ReadOnlyTensorSpan<T> matrix,
        int rank,
        RandomizedEigenOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.RandomizedEigen.Compute(a, rank, options, progress, cancellationToken)));

    /// <inheritdoc cref="RandomizedEigen{T}(ReadOnlyTensorSpan{T}, int, RandomizedEigenOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RandomizedEigenResult<Tensor<T>, Tensor<T>> RandomizedEigen<T>(
        this Tensor<T> matrix,
        int rank,
        RandomizedEigenOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).RandomizedEigen(rank, options, progress, cancellationToken);

    private static RandomizedEigenResult<Tensor<T>, Tensor<T>> ToTensors<T>(DeviceEigenResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From, TensorMatrix.From);
        }
    }
}
