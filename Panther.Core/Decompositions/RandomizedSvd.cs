using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Truncated singular value decompositions A ≈ U diag(S) Vᵀ by random projection (Halko, Martinsson and Tropp, SIAM Review 53, 2011).
/// </summary>
/// <remarks>
/// <para>
/// The cost is 2 + 2 * <see cref="RandomizedSvdOptions.PowerIterations"/> products of the m×n matrix with a panel of rank + oversampling columns;
/// the memory beyond the matrix is O((m + n) * (rank + oversampling)). Products accumulate in the element type, orthonormalisation runs in double.
/// Float and double are supported. A host matrix is used in place by the CPU device and copied to any other.
/// </para>
/// <para>
/// Outcomes at the edges: an empty matrix, NaN or infinity is an <see cref="ArgumentException"/>; a rank beyond the smaller side of the matrix, or
/// below one, is an <see cref="ArgumentOutOfRangeException"/>; a zero matrix has zero singular values and leading columns of the identity as vectors;
/// a matrix of lower rank than asked for has zeros (up to rounding) as its last singular values, with orthonormal vectors.
/// All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// <para>
/// The algorithm is <see cref="RandomizedSvdComputation{T}"/>. Its kernels: <see cref="Kernels.Random.RandomMatrixKernels"/> draw, <see cref="Kernels.Gemm.GemmKernel"/> multiplies, <see cref="Kernels.Factor.CholeskyKernels"/> and <see cref="Kernels.Factor.HouseholderKernels"/> make
/// columns orthonormal, <see cref="Kernels.Factor.JacobiKernels"/> decompose the small core.
/// </para>
/// </remarks>
public static partial class RandomizedSvd
{
    /// <summary>Computes the leading singular values and vectors of a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n: a <see cref="DeviceMatrix{T}"/>, a sparse <see cref="CsrMatrix{T}"/>, or an operator of one's own, of which only products are needed.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="RandomizedSvdOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceSvdResult<T> Compute<T>(
        ILinearOperator<T> matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CheckRank(rank, matrix.Rows, matrix.Columns);
        options = Checked(options);
        return Start(matrix, options, progress, cancellationToken).ToRank(rank, options.Oversampling, options.PowerIterations);
    }

    /// <summary>Computes as few singular values of a matrix on a device as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n: dense, sparse or an operator of one's own.</param>
    /// <param name="tolerance">The accepted ‖A - U diag(S) Vᵀ‖ / ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <exception cref="InvalidOperationException">The tolerance is not reached at <see cref="RandomizedSvdOptions.MaximumRank"/>.</exception>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static DeviceSvdResult<T> Compute<T>(
        ILinearOperator<T> matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CheckTolerance(tolerance);
        options = Checked(options);
        return Start(matrix, options, progress, cancellationToken).ToTolerance(tolerance, options);
    }

    private static RandomizedSvdOptions Checked(RandomizedSvdOptions? options)
    {
        options ??= RandomizedSvdOptions.Default;
        options.Check();
        return options;
    }

    private static RandomizedSvdComputation<T> Start<T>(
        ILinearOperator<T> matrix, RandomizedSvdOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new(new ScaledProducts<T>(matrix, options.Device, progress, cancellationToken), options.Seed);

    internal static void CheckRank(int rank, long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        if (rows > 0 && columns > 0 && rank > Math.Min(rows, columns))
        {
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The rank of a {rows}×{columns} matrix is at most {Math.Min(rows, columns)}.");
        }
    }

    private static void CheckTolerance(double tolerance)
    {
        if (!(tolerance > 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is relative: above 0 and below 1.");
        }
    }
}
