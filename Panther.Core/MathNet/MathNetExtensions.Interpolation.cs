using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Interpolative and CUR decompositions.</content>
public static partial class MathNetExtensions
{
    /// <summary>Approximates a matrix by some of its own columns or rows; of a sparse matrix these are sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of columns or rows to keep, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="InterpolativeDecomposition.Compute{T}(DeviceMatrix{T}, int, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static InterpolationResult<Matrix<T>, Matrix<T>> InterpolativeDecomposition<T>(
        this Matrix<T> matrix,
        int rank,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(
            matrix,
            options?.Device,
            dense => ToMathNet(Core.InterpolativeDecomposition.Compute(dense, rank, options, progress, cancellationToken)),
            sparse => ToMathNet(Core.InterpolativeDecomposition.Compute(sparse, rank, options, progress, cancellationToken)));

    /// <summary>Approximates a matrix by as few of its own columns or rows as leave an estimated relative error of at most <paramref name="tolerance"/>; of a sparse matrix these are sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted relative error in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="InterpolativeDecomposition.Compute{T}(DeviceMatrix{T}, double, InterpolationOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static InterpolationResult<Matrix<T>, Matrix<T>> InterpolativeDecomposition<T>(
        this Matrix<T> matrix,
        double tolerance,
        InterpolationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(
            matrix,
            options?.Device,
            dense => ToMathNet(Core.InterpolativeDecomposition.Compute(dense, tolerance, options, progress, cancellationToken)),
            sparse => ToMathNet(Core.InterpolativeDecomposition.Compute(sparse, tolerance, options, progress, cancellationToken)));

    /// <summary>Approximates a matrix by some of its own columns and rows, A ≈ C U R; of a sparse matrix C and R are sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of columns or rows to keep, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Cur.Compute{T}(DeviceMatrix{T}, int, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<Matrix<T>, Matrix<T>> Cur<T>(
        this Matrix<T> matrix,
        int rank,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(
            matrix,
            options?.Device,
            dense => ToMathNet(Core.Cur.Compute(dense, rank, options, progress, cancellationToken)),
            sparse => ToMathNet(Core.Cur.Compute(sparse, rank, options, progress, cancellationToken)));

    /// <summary>Approximates a matrix by as few of its own columns and rows as leave an estimated relative error of at most <paramref name="tolerance"/>; of a sparse matrix these are sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted relative error in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Cur.Compute{T}(DeviceMatrix{T}, double, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<Matrix<T>, Matrix<T>> Cur<T>(
        this Matrix<T> matrix,
        double tolerance,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(
            matrix,
            options?.Device,
            dense => ToMathNet(Core.Cur.Compute(dense, tolerance, options, progress, cancellationToken)),
            sparse => ToMathNet(Core.Cur.Compute(sparse, tolerance, options, progress, cancellationToken)));

    private static InterpolationResult<Matrix<T>, Matrix<T>> ToMathNet<T>(DeviceInterpolationResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From, MathNetMatrix.From);
        }
    }

    private static InterpolationResult<Matrix<T>, Matrix<T>> ToMathNet<T>(SparseInterpolationResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From, MathNetMatrix.From);
        }
    }

    private static CurResult<Matrix<T>, Matrix<T>> ToMathNet<T>(DeviceCurResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From, MathNetMatrix.From);
        }
    }

    private static CurResult<Matrix<T>, Matrix<T>> ToMathNet<T>(SparseCurResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From, MathNetMatrix.From);
        }
    }
}
