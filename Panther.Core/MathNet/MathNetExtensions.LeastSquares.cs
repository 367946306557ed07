using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Least squares.</content>
public static partial class MathNetExtensions
{
    /// <summary>Solves min ‖A x - b‖; a sparse A stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n with m at least n.</param>
    /// <param name="b">b, m elements.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="LeastSquares.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeastSquaresResult<Vector<T>> SolveLeastSquares<T>(
        this Matrix<T> a,
        Vector<T> b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(b, options?.Device, (DeviceMatrix<T> sides) => Solve(a, sides, MathNetMatrix.FromColumn, options, progress, cancellationToken));

    /// <summary>Solves min ‖A X - B‖; a sparse A stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n with m at least n.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="LeastSquares.Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeastSquaresResult<Matrix<T>> SolveLeastSquares<T>(
        this Matrix<T> a,
        Matrix<T> b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(b, options?.Device, (DeviceMatrix<T> sides) => Solve(a, sides, MathNetMatrix.From, options, progress, cancellationToken));

    private static LeastSquaresResult<TSolution> Solve<T, TSolution>(
        Matrix<T> a,
        DeviceMatrix<T> b,
        Func<DeviceMatrix<T>, TSolution> solution,
        LeastSquaresOptions? options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(a, options?.Device, matrix =>
        {
            using DeviceLeastSquaresResult<T> result = matrix is CsrMatrix<T> sparse
                ? LeastSquares.Solve(sparse, b, options, progress, cancellationToken)
                : LeastSquares.Solve((DeviceMatrix<T>)matrix, b, options, progress, cancellationToken);
            return result.Select(solution);
        });
}
