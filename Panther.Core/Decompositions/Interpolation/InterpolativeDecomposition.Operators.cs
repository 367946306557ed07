using System.Numerics;

namespace Panther.Core;

/// <content>Sparse matrices and operators.</content>
public static partial class InterpolativeDecomposition
{
    /// <summary>Picks a number of columns or rows of a sparse matrix, the same as of a dense one; these are sparse too, and the factors stay on the device.</summary>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, int, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static SparseInterpolationResult<T> Compute<T>(
        CsrMatrix<T> matrix,
        int rank,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckRank(matrix, rank, options, InterpolationOptions.Default);
        return new(Start(new SparseSkeletonSource<T>(matrix), options, progress, cancellationToken).ToRank(rank));
    }

    /// <summary>Picks as few columns or rows of a sparse matrix as leave an estimated relative error of at most <paramref name="tolerance"/>; these are sparse too.</summary>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, double, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static SparseInterpolationResult<T> Compute<T>(
        CsrMatrix<T> matrix,
        double tolerance,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckTolerance(matrix, tolerance, options, InterpolationOptions.Default);
        return new(Start(new SparseSkeletonSource<T>(matrix), options, progress, cancellationToken).ToTolerance(tolerance));
    }

    /// <summary>Picks a number of columns or rows of a matrix of which only products are needed; they are its products with unit vectors, but those of a stored matrix, which are copied.</summary>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, int, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static DeviceInterpolationResult<T> Compute<T>(
        ILinearOperator<T> matrix,
        int rank,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckRank(matrix, rank, options, InterpolationOptions.Default);
        return new(Start(SkeletonSource<T>.WithDensePicks(matrix), options, progress, cancellationToken).ToRank(rank));
    }

    /// <summary>
    /// Picks as few columns or rows of a matrix of which only products are needed as leave an error of at most <paramref name="tolerance"/> of its norm, both estimated.
    /// </summary>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, double, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static DeviceInterpolationResult<T> Compute<T>(
        ILinearOperator<T> matrix,
        double tolerance,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options = SkeletonArguments.CheckTolerance(matrix, tolerance, options, InterpolationOptions.Default);
        return new(Start(SkeletonSource<T>.WithDensePicks(matrix), options, progress, cancellationToken).ToTolerance(tolerance));
    }
}
