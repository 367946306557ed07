using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Ridge regression.</content>
public static partial class MathNetExtensions
{
    /// <summary>Solves min ‖A x - b‖² + λ‖x‖²; a sparse A stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n.</param>
    /// <param name="b">b, m elements.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="RidgeRegression.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RidgeResult<Vector<T>> SolveRidgeRegression<T>(
        this Matrix<T> a,
        Vector<T> b,
        double lambda,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(b, options?.Device, (DeviceMatrix<T> sides) => Solve(a, sides, lambda, MathNetMatrix.FromColumn, options, progress, cancellationToken));

    /// <summary>Solves min ‖A X - B‖² + λ‖X‖²; a sparse A stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="RidgeRegression.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RidgeResult<Matrix<T>> SolveRidgeRegression<T>(
        this Matrix<T> a,
        Matrix<T> b,
        double lambda,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(b, options?.Device, (DeviceMatrix<T> sides) => Solve(a, sides, lambda, MathNetMatrix.From, options, progress, cancellationToken));

    private static RidgeResult<TSolution> Solve<T, TSolution>(
        Matrix<T> a,
        DeviceMatrix<T> b,
        double lambda,
        Func<DeviceMatrix<T>, TSolution> solution,
        LeastSquaresOptions? options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(a, options?.Device, matrix =>
        {
            using DeviceRidgeResult<T> result = matrix is CsrMatrix<T> sparse
                ? RidgeRegression.Solve(sparse, b, [lambda], options, progress, cancellationToken)[0]
                : RidgeRegression.Solve((DeviceMatrix<T>)matrix, b, lambda, options, progress, cancellationToken);
            return result.Select(solution);
        });
}
