using System.Numerics;
using System.Numerics.Tensors;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Least squares.</content>
public static partial class TensorExtensions
{
    /// <summary>Solves min ‖A X - B‖.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n with m at least n.</param>
    /// <param name="b">B, m×r with a right-hand side in each column, or one right-hand side of m elements; the solution has as many dimensions. It is copied.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">A has not two dimensions, or B neither two nor one.</exception>
    /// <inheritdoc cref="LeastSquares.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeastSquaresResult<Tensor<T>> SolveLeastSquares<T>(
        this ReadOnlyTensorSpan<T> a,
        ReadOnlyTensorSpan<T> b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        Device device = options?.Device ?? Device.Default;
        Func<DeviceMatrix<T>, Tensor<T>> solution = b.Rank == 1 ? TensorMatrix.FromColumn : TensorMatrix.From;
        using DeviceMatrix<T> sides = TensorMatrix.ColumnsToDevice(b, device);
        return TensorMatrix.Use(a, device, (DeviceMatrix<T> matrix) =>
        {
            using DeviceLeastSquaresResult<T> result = LeastSquares.Solve(matrix, sides, options, progress, cancellationToken);
            return result.Select(solution);
        });
    }

    /// <inheritdoc cref="SolveLeastSquares{T}(ReadOnlyTensorSpan{T}, ReadOnlyTensorSpan{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static LeastSquaresResult<Tensor<T>> SolveLeastSquares<T>(
        this Tensor<T> a,
        Tensor<T> b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(a).SolveLeastSquares(TensorMatrix.Span(b), options, progress, cancellationToken);
}
