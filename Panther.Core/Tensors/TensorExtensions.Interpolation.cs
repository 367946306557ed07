using System.Numerics;
using System.Numerics.Tensors;

namespace Panther.Core;

/// <content>Interpolative and CUR decompositions.</content>
public static partial class TensorExtensions
{
    /// <summary>Approximates a matrix by some of its own columns or rows.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of columns or rows to keep, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="InterpolativeDecomposition.Compute{T}(DeviceMatrix{T}, int, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static InterpolationResult<Tensor<T>, Tensor<T>> InterpolativeDecomposition<T>(
        this ReadOnlyTensorSpan<T> matrix,
        int rank,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.InterpolativeDecomposition.Compute(a, rank, options, progress, cancellationToken)));

    /// <inheritdoc cref="InterpolativeDecomposition{T}(ReadOnlyTensorSpan{T}, int, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static InterpolationResult<Tensor<T>, Tensor<T>> InterpolativeDecomposition<T>(
        this Tensor<T> matrix,
        int rank,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).InterpolativeDecomposition(rank, options, progress, cancellationToken);

    /// <summary>Approximates a matrix by as few of its own columns or rows as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted relative error in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="InterpolativeDecomposition.Compute{T}(DeviceMatrix{T}, double, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static InterpolationResult<Tensor<T>, Tensor<T>> InterpolativeDecomposition<T>(
        this ReadOnlyTensorSpan<T> matrix,
        double tolerance,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.InterpolativeDecomposition.Compute(a, tolerance, options, progress, cancellationToken)));

    /// <inheritdoc cref="InterpolativeDecomposition{T}(ReadOnlyTensorSpan{T}, double, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static InterpolationResult<Tensor<T>, Tensor<T>> InterpolativeDecomposition<T>(
        this Tensor<T> matrix,
        double tolerance,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).InterpolativeDecomposition(tolerance, options, progress, cancellationToken);

    /// <summary>Approximates a matrix by some of its own columns and rows, A ≈ C U R.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of columns or rows to keep, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="Cur.Compute{T}(DeviceMatrix{T}, int, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<Tensor<T>, Tensor<T>> Cur<T>(
        this ReadOnlyTensorSpan<T> matrix,
        int rank,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.Cur.Compute(a, rank, options, progress, cancellationToken)));

    /// <inheritdoc cref="Cur{T}(ReadOnlyTensorSpan{T}, int, CurOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static CurResult<Tensor<T>, Tensor<T>> Cur<T>(
        this Tensor<T> matrix,
        int rank,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).Cur(rank, options, progress, cancellationToken);

    /// <summary>Approximates a matrix by as few of its own columns and rows as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted relative error in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    /// <inheritdoc cref="Cur.Compute{T}(DeviceMatrix{T}, double, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<Tensor<T>, Tensor<T>> Cur<T>(
        this ReadOnlyTensorSpan<T> matrix,
        double tolerance,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToTensors(Core.Cur.Compute(a, tolerance, options, progress, cancellationToken)));

    /// <inheritdoc cref="Cur{T}(ReadOnlyTensorSpan{T}, double, CurOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static CurResult<Tensor<T>, Tensor<T>> Cur<T>(
        this Tensor<T> matrix,
        double tolerance,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(matrix).Cur(tolerance, options, progress, cancellationToken);

    private static InterpolationResult<Tensor<T>, Tensor<T>> ToTensors<T>(DeviceInterpolationResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From, TensorMatrix.From);
        }
    }

    private static CurResult<Tensor<T>, Tensor<T>> ToTensors<T>(DeviceCurResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(TensorMatrix.From, TensorMatrix.From);
        }
    }
}
