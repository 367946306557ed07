using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// CUR decompositions A ≈ C·U·R: by a few columns C and a few rows R of the matrix itself (Mahoney and Drineas, PNAS 106, 2009; Dong and Martinsson, Adv. Comput. Math. 49, 2023).
/// </summary>
/// <remarks>
/// <para>
/// Columns and rows are picked as <see cref="InterpolativeDecomposition"/> picks them, each from a sketch of its own, and U = C⁺AR⁺ by QR factorisations of C and Rᵀ and triangular solves
/// (Sorensen and Embree, SIAM J. Sci. Comput. 38, 2016).
/// The square of the error is at most the sum of the squares of what C and R alone leave (Mahoney and Drineas 2009, proof of theorem 2). The cost is 5 passes, of 2·mn·(5k + 2·oversampling
/// + 30) operations in all, and O((m + n)·k²); the memory beyond the matrix is O((m + n)·k). Products accumulate in the element type, orthonormalisation runs in double.
/// </para>
/// <para>
/// Of a sparse matrix C and R are sparse, and so are the passes; sketches, U and the orthonormal bases behind it are dense, O((m + n)·k) elements. Of an operator only products are needed,
/// panels of 2k + oversampling + 10 columns for each sketch and of at most 32 unit vectors for C and R.
/// </para>
/// <para>
/// U inverts the small singular values of C and R: evaluating C·U·R in floating point adds errors of about u·‖A‖²/σ, with σ the smallest singular value of A that the rank takes in. Errors below
/// √u·‖A‖ are thus out of reach, whatever the rank, and are not claimed: the error estimate is that of the factors as they are returned. An interpolative decomposition has no such limit.
/// </para>
/// <para>
/// Outcomes at the edges: an empty matrix, NaN or infinity is an <see cref="ArgumentException"/>; a rank beyond the smaller side of the matrix, or below one, is an
/// <see cref="ArgumentOutOfRangeException"/>; of a matrix of lower numerical rank than asked for as many columns and rows are picked as it has rank, and one of a zero matrix.
/// All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// </remarks>
public static partial class Cur
{
    /// <summary>Picks a number of columns and rows of a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of columns and of rows, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="CurOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceCurResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        int rank,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckRank(matrix, rank, options, CurOptions.Default);
        return new(Start(new DenseSkeletonSource<T>(matrix), options, progress, cancellationToken).ToRank(rank));
    }

    /// <summary>Picks as few columns and rows of a matrix on a device as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted error as a part of ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="InvalidOperationException">The tolerance is not reached at <see cref="CurOptions.MaximumRank"/>, or is out of reach in the element type.</exception>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, int, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static DeviceCurResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        double tolerance,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckTolerance(matrix, tolerance, options, CurOptions.Default);
        return new(Start(new DenseSkeletonSource<T>(matrix), options, progress, cancellationToken).ToTolerance(tolerance));
    }

    private static CurComputation<T, TSkeleton> Start<T, TSkeleton>(
        SkeletonSource<T, TSkeleton> source, CurOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSkeleton : ILinearOperator<T>, IDisposable
        => new(source, options, new Steps(source.Stream, progress, cancellationToken, 4));
}
