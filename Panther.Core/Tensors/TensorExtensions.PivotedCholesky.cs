using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>Partial Cholesky factorisations.</content>
public static partial class TensorExtensions
{
    /// <summary>Approximates a positive semidefinite matrix by a randomly pivoted Cholesky factor, A ≈ F Fᵀ.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n, symmetric and positive semidefinite.</param>
    /// <param name="rank">The most pivots, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="PivotedCholesky.Compute{T}(DeviceMatrix{T}, int, PivotedCholeskyOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedCholeskyResult<Tensor<T>> PivotedCholesky<T>(
        this ReadOnlyTensorSpan<T> matrix,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.PivotedCholesky.Compute(a, rank, options, progress, cancellationToken)));

    /// <inheritdoc cref="PivotedCholesky{T}(ReadOnlyTensorSpan{T}, int, PivotedCholeskyOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static PivotedCholeskyResult<Tensor<T>> PivotedCholesky<T>(
        this Tensor<T> matrix,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).PivotedCholesky(rank, options, progress, cancellationToken);

    private static PivotedCholeskyResult<Tensor<T>> ToTensors<T>(DevicePivotedCholeskyResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From);
        }
    }
}
