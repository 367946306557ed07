using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Truncated eigendecompositions A ≈ V diag(λ) Vᵀ of symmetric matrices by random projection: the eigenvalues of largest magnitude and their vectors.
/// </summary>
/// <remarks>
/// <para>
/// In general by a Rayleigh-Ritz step on a basis from subspace iteration (Halko, Martinsson and Tropp, SIAM Review 53, 2011, section 5.3), which takes 2 + q products with a panel of
/// rank + oversampling columns for q power iterations. Of a positive semidefinite matrix by Nyström approximation with a shift (Tropp, Yurtsever, Udell and Cevher,
/// NeurIPS 2017, algorithm 3), which takes 1 + q and has E‖A - V diag(λ) Vᵀ‖₁ ≤ (1 + r / (l - r - 1)) ‖A - A_r‖₁ in the nuclear norm (theorem 4.1; l columns, rank r, q = 0).
/// </para>
/// <para>
/// Products accumulate in the element type, orthonormalisation and the Nyström step run in double; the memory beyond the matrix is O(n (rank + oversampling)). Eigenvalues are
/// accurate to a small multiple of √n eps ‖A‖ beside the error of the approximation.
/// </para>
/// <para>
/// A matrix that is not symmetric is recognised by the first product (up to rounding) and is an <see cref="ArgumentException"/>, as are an empty one, NaN and infinity. A zero matrix
/// has zero eigenvalues and leading columns of the identity as vectors. All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// </remarks>
public static class RandomizedEigen
{
    /// <summary>Computes the eigenvalues of largest magnitude and their vectors of a symmetric matrix on a device; the vectors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n and symmetric: dense, sparse or an operator of one's own. Only products with A are used, none with Aᵀ.</param>
    /// <param name="rank">The number of eigenvalues, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="RandomizedEigenOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <exception cref="ArgumentException">The matrix is empty, not square, not symmetric, holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceEigenResult<T> Compute<T>(
        ILinearOperator<T> matrix,
        int rank,
        RandomizedEigenOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= RandomizedEigenOptions.Default;
        options.Check();
        CheckShape(rank, matrix.Rows, matrix.Columns);
        var products = new ScaledProducts<T>(matrix, options.Device, progress, cancellationToken);
        using var computation = new RandomizedEigenComputation<T>(products, options, rank);
        return computation.Run();
    }

    /// <summary>Computes the eigenvalues of largest magnitude and their vectors of a symmetric two-dimensional array.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n and symmetric.</param>
    /// <param name="rank">The number of eigenvalues, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, RandomizedEigenOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedEigenResult<T[,], T[]> Compute<T>(
        T[,] matrix,
        int rank,
        RandomizedEigenOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Compute(DenseOperand.Span(matrix), matrix.GetLength(0), matrix.GetLength(1), rank, options, progress, cancellationToken);
    }

    /// <summary>Computes the eigenvalues of largest magnitude and their vectors of a symmetric matrix in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The elements of A, rows * columns of them, by rows or by columns, which is the same.</param>
    /// <param name="rows">n.</param>
    /// <param name="columns">n.</param>
    /// <param name="rank">The number of eigenvalues, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, RandomizedEigenOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedEigenResult<T[,], T[]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        int rank,
        RandomizedEigenOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckShape(rank, rows, columns);
        return HostInput.Use(values, rows, columns, MatrixLayout.RowMajor, options?.Device, (DeviceMatrix<T> matrix) =>
        {
            using DeviceEigenResult<T> result = Compute(matrix, rank, options, progress, cancellationToken);
            return result.Select(vectors => vectors.ToArray(), eigenvalues => eigenvalues);
        });
    }

    private static void CheckShape(int rank, long rows, long columns)
    {
        if (rows != columns)
        {
            throw new ArgumentException($"A symmetric matrix is square, not {rows}×{columns}.");
        }

        RandomizedSvd.CheckRank(rank, rows, columns);
    }
}
