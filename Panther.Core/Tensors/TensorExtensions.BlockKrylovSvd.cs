using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>Singular value decompositions from block Krylov spaces.</content>
public static partial class TensorExtensions
{
    /// <summary>Computes the leading singular values and vectors from a block Krylov space.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="BlockKrylovSvd.Compute{T}(ILinearOperator{T}, int, BlockKrylovSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Tensor<T>, Tensor<T>> BlockKrylovSvd<T>(
        this ReadOnlyTensorSpan<T> matrix,
        int rank,
        BlockKrylovSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.BlockKrylovSvd.Compute(a, rank, options, progress, cancellationToken)));

    /// <inheritdoc cref="BlockKrylovSvd{T}(ReadOnlyTensorSpan{T}, int, BlockKrylovSvdOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RandomizedSvdResult<Tensor<T>, Tensor<T>> BlockKrylovSvd<T>(
        this Tensor<T> matrix,
        int rank,
        BlockKrylovSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).BlockKrylovSvd(rank, options, progress, cancellationToken);
}
