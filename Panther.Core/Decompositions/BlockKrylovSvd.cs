using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Truncated singular value decompositions A ≈ U diag(S) Vᵀ from the block Krylov space of random vectors (Musco and Musco, NeurIPS 2015, algorithm 2).
/// </summary>
/// <remarks>
/// <para>
/// The basis is that of [AΩ, (AAᵀ)AΩ, …, (AAᵀ)^q AΩ], where <see cref="RandomizedSvd"/> keeps the last block alone: after as many passes over the matrix the error is
/// smaller, above all the single vectors' where singular values fall slowly (each within (1 + ε) with q = O(log n / √ε), theorem 1). It costs a basis of (q + 1) blocks.
/// </para>
/// <para>
/// The cost is 2 + 2q products of the m×n matrix with a panel of one block and O((m + n) ((q + 1) block)²) for the basis, which also needs O((m + n) (q + 1) block)
/// memory. Products accumulate in the element type, orthonormalisation runs in double. Edges are those of <see cref="RandomizedSvd"/>; all methods block until the result is
/// there, and equal input, options and device give equal bits.
/// </para>
/// </remarks>
public static class BlockKrylovSvd
{
    /// <summary>Computes the leading singular values and vectors of a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n: dense, sparse or an operator of one's own.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="BlockKrylovSvdOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank or an option is out of range, or the blocks together have fewer columns than the rank.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceSvdResult<T> Compute<T>(
        ILinearOperator<T> matrix,
        int rank,
        BlockKrylovSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= BlockKrylovSvdOptions.Default;
        RandomizedSvd.CheckRank(rank, matrix.Rows, matrix.Columns);
        int block = options.Block(rank);
        var products = new ScaledProducts<T>(matrix, options.Device, progress, cancellationToken);
        return new RandomizedSvdComputation<T>(products, options.Seed).OfKrylovSpace(rank, block, options.Iterations);
    }

    /// <summary>Computes the leading singular values and vectors of a two-dimensional array.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n; the first index is the row.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, BlockKrylovSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<T[,], T[]> Compute<T>(
        T[,] matrix,
        int rank,
        BlockKrylovSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Compute(
            DenseOperand.Span(matrix), matrix.GetLength(0), matrix.GetLength(1), MatrixLayout.RowMajor, rank, options, progress, cancellationToken);
    }

    /// <summary>Computes the leading singular values and vectors of a dense matrix in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, BlockKrylovSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<T[,], T[]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        int rank,
        BlockKrylovSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomizedSvd.CheckRank(rank, rows, columns);
        return HostInput.Use(values, rows, columns, layout, options?.Device, (DeviceMatrix<T> matrix) =>
        {
            using DeviceSvdResult<T> result = Compute(matrix, rank, options, progress, cancellationToken);
            return RandomizedSvd.ToHost(result);
        });
    }
}
