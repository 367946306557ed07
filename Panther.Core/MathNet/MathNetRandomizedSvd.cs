using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;

namespace Panther.Core;

/// <summary>Randomized SVD of MathNet matrices.</summary>
/// <remarks>
/// A dense matrix is read in place by the CPU device and copied to any other; sparse and diagonal ones are made dense first. The factors come back
/// as dense MathNet matrices.
/// </remarks>
public static class MathNetRandomizedSvd
{
    /// <summary>Computes the leading singular values and vectors.</summary>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="RandomizedSvd.Compute{T}(ILinearOperator{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Matrix<float>, Vector<float>> RandomizedSvd(
        this Matrix<float> matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => ToRank(matrix, rank, options, progress, cancellationToken);

    /// <inheritdoc cref="RandomizedSvd(Matrix{float}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RandomizedSvdResult<Matrix<double>, Vector<double>> RandomizedSvd(
        this Matrix<double> matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => ToRank(matrix, rank, options, progress, cancellationToken);

    /// <summary>Computes as few singular values as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted ‖A - U diag(S) Vᵀ‖ / ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="RandomizedSvd.Compute{T}(ILinearOperator{T}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Matrix<float>, Vector<float>> RandomizedSvd(
        this Matrix<float> matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => ToTolerance(matrix, tolerance, options, progress, cancellationToken);

    /// <inheritdoc cref="RandomizedSvd(Matrix{float}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static RandomizedSvdResult<Matrix<double>, Vector<double>> RandomizedSvd(
        this Matrix<double> matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => ToTolerance(matrix, tolerance, options, progress, cancellationToken);

    private static RandomizedSvdResult<Matrix<T>, Vector<T>> ToRank<T>(
        Matrix<T> matrix,
        int rank,
        RandomizedSvdOptions? options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return ToMathNet(Core.RandomizedSvd.Compute<T>(
            Elements(matrix), matrix.RowCount, matrix.ColumnCount, MatrixLayout.ColumnMajor, rank, options, progress, cancellationToken));
    }

    private static RandomizedSvdResult<Matrix<T>, Vector<T>> ToTolerance<T>(
        Matrix<T> matrix,
        double tolerance,
        RandomizedSvdOptions? options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return ToMathNet(Core.RandomizedSvd.Compute<T>(
            Elements(matrix), matrix.RowCount, matrix.ColumnCount, MatrixLayout.ColumnMajor, tolerance, options, progress, cancellationToken));
    }

    private static ReadOnlySpan<T> Elements<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => matrix.Storage is DenseColumnMajorMatrixStorage<T> dense ? dense.Data : matrix.ToColumnMajorArray();

    private static RandomizedSvdResult<Matrix<T>, Vector<T>> ToMathNet<T>(RandomizedSvdResult<T[,], T[]> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => result.Select(Matrix<T>.Build.DenseOfArray, Vector<T>.Build.Dense);
}
