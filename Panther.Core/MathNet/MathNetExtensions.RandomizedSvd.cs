using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Truncated singular value decompositions.</content>
public static partial class MathNetExtensions
{
    /// <summary>Computes the leading singular values and vectors; a sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="RandomizedSvd.Compute{T}(ILinearOperator{T}, int, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Matrix<T>, Vector<T>> RandomizedSvd<T>(
        this Matrix<T> matrix,
        int rank,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(matrix, options?.Device, a => ToMathNet(Core.RandomizedSvd.Compute(a, rank, options, progress, cancellationToken)));

    /// <summary>Computes as few singular values as leave an estimated relative error of at most <paramref name="tolerance"/>; a sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="tolerance">The accepted ‖A - U diag(S) Vᵀ‖ / ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each product with the matrix.</param>
    /// <param name="cancellationToken">Looked at after each product with the matrix.</param>
    /// <inheritdoc cref="RandomizedSvd.Compute{T}(ILinearOperator{T}, double, RandomizedSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Matrix<T>, Vector<T>> RandomizedSvd<T>(
        this Matrix<T> matrix,
        double tolerance,
        RandomizedSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(matrix, options?.Device, a => ToMathNet(Core.RandomizedSvd.Compute(a, tolerance, options, progress, cancellationToken)));

    private static RandomizedSvdResult<Matrix<T>, Vector<T>> ToMathNet<T>(DeviceSvdResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From, MathNetMatrix.From);
        }
    }
}
