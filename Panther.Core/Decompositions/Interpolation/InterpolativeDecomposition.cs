using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Interpolative decompositions: A ≈ A[:, J]·X by a few columns of the matrix itself, or A ≈ X·A[J, :] by a few rows (Voronin and Martinsson, Adv. Comput. Math. 43, 2017; Dong and
/// Martinsson, Adv. Comput. Math. 49, 2023).
/// </summary>
/// <remarks>
/// <para>
/// Columns are picked by a pivoted QR factorisation of one normal sketch of 2·rank + oversampling rows, and combined by least squares on the sketch; columns are exchanged until
/// no coefficient is above 2. The best that k columns can do is within √(k + 1) of the best rank-k error in the Frobenius norm, and sometimes no better (Deshpande, Rademacher,
/// Vempala and Wang 2006); on spectra of all kinds errors are 1.1 to 3 times the best one. The cost is one pass of 2·mn·(2k + oversampling + 10) operations and O(nk²); the memory beyond the
/// matrix is O(n·k). Sums are accumulated in the element type.
/// </para>
/// <para>
/// Of a sparse matrix the picked columns are sparse, and the pass costs 2·(2k + oversampling + 10) operations a stored element; the sketch and the coefficients are dense, and the random
/// matrix is written out, O((m + n)·k) elements. Of an operator only products are needed: one with a panel of 2k + oversampling + 10 columns, and k unit vectors, at most 32 at a time.
/// To a tolerance k grows until it is met; where that may take it near min(m, n), a maximum rank keeps the sketch from the size of the matrix.
/// </para>
/// <para>
/// Outcomes at the edges: an empty matrix, NaN or infinity is an <see cref="ArgumentException"/>; a rank beyond the smaller side of the matrix, or below one, is an
/// <see cref="ArgumentOutOfRangeException"/>; of a matrix of lower numerical rank than asked for as many columns are picked as it has rank, and one of a zero matrix.
/// All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// </remarks>
public static partial class InterpolativeDecomposition
{
    /// <summary>Picks a number of columns or rows of a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of columns or rows, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="InterpolationOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceInterpolationResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        int rank,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckRank(matrix, rank, options, InterpolationOptions.Default);
        return new(Start(new DenseSkeletonSource<T>(matrix), options, progress, cancellationToken).ToRank(rank));
    }

    /// <summary>Picks as few columns or rows of a matrix on a device as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted error as a part of ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="InvalidOperationException">The tolerance is not reached at <see cref="InterpolationOptions.MaximumRank"/>, or at the numerical rank.</exception>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, int, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static DeviceInterpolationResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        double tolerance,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckTolerance(matrix, tolerance, options, InterpolationOptions.Default);
        return new(Start(new DenseSkeletonSource<T>(matrix), options, progress, cancellationToken).ToTolerance(tolerance));
    }

    private static InterpolationComputation<T, TSkeleton> Start<T, TSkeleton>(
        SkeletonSource<T, TSkeleton> source, InterpolationOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSkeleton : ILinearOperator<T>, IDisposable
        => new(source, options, new Steps(source.Stream, progress, cancellationToken, 2));
}
