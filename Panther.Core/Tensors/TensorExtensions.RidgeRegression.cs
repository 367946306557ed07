using System.Numerics;
using System.Numerics.Tensors;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Ridge regression.</content>
public static partial class TensorExtensions
{
    /// <summary>Solves min ‖A X - B‖² + λ‖X‖².</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n.</param>
    /// <param name="b">B, m×r with a right-hand side in each column, or one right-hand side of m elements; the solution has as many dimensions. It is copied.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">A has not two dimensions, or B neither two nor one.</exception>
    /// <inheritdoc cref="RidgeRegression.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RidgeResult<Tensor<T>> SolveRidgeRegression<T>(
        this ReadOnlyTensorSpan<T> a,
        ReadOnlyTensorSpan<T> b,
        double lambda,
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
            using DeviceRidgeResult<T> result = RidgeRegression.Solve(matrix, sides, lambda, options, progress, cancellationToken);
            return result.Select(solution);
        });
    }

    /// <inheritdoc cref="SolveRidgeRegression{T}(ReadOnlyTensorSpan{T}, ReadOnlyTensorSpan{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RidgeResult<Tensor<T>> SolveRidgeRegression<T>(
        this Tensor<T> a,
        Tensor<T> b,
        double lambda,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorMatrix.Span(a).SolveRidgeRegression(TensorMatrix.Span(b), lambda, options, progress, cancellationToken);
}
