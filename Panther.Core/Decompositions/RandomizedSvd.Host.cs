using System.Numerics;

namespace Panther.Core;

/// <content>Matrices in host memory.</content>
public static partial class RandomizedSvd
{
    /// <summary>Computes the leading singular values and vectors of a two-dimensional array.</summary>
    /// <param name="matrix">A, m×n; the first index is the row.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<T[,], T[]> Compute<T>(
        T[,] matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Compute(
            DenseOperand.Span(matrix), matrix.GetLength(0), matrix.GetLength(1), MatrixLayout.RowMajor, rank, options, progress, cancellationToken);
    }

    /// <summary>Computes as few singular values of a two-dimensional array as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <param name="matrix">A, m×n; the first index is the row.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="tolerance">The accepted ‖A - U diag(S) Vᵀ‖ / ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<T[,], T[]> Compute<T>(
        T[,] matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Compute(
            DenseOperand.Span(matrix), matrix.GetLength(0), matrix.GetLength(1), MatrixLayout.RowMajor, tolerance, options, progress, cancellationToken);
    }

    /// <summary>Computes the leading singular values and vectors of a dense matrix in host memory.</summary>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<T[,], T[]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRank(rank, rows, columns);
        return HostInput.Use(values, rows, columns, layout, options?.Device, (DeviceMatrix<T> matrix) =>
        {
            using DeviceSvdResult<T> result = Compute(matrix, rank, options, progress, cancellationToken);
            return ToHost(result);
        });
    }

    /// <summary>Computes as few singular values of a dense matrix in host memory as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="tolerance">The accepted ‖A - U diag(S) Vᵀ‖ / ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<T[,], T[]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckTolerance(tolerance);
        return HostInput.Use(values, rows, columns, layout, options?.Device, (DeviceMatrix<T> matrix) =>
        {
            using DeviceSvdResult<T> result = Compute(matrix, tolerance, options, progress, cancellationToken);
            return ToHost(result);
        });
    }

    internal static RandomizedSvdResult<T[,], T[]> ToHost<T>(DeviceSvdResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
        => result.Select(factor => factor.ToArray(), values => values);
}
