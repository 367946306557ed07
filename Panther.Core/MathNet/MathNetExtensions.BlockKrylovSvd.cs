using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Singular value decompositions from block Krylov spaces.</content>
public static partial class MathNetExtensions
{
    /// <summary>Computes the leading singular values and vectors from a block Krylov space. A sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="BlockKrylovSvd.Compute{T}(ILinearOperator{T}, int, BlockKrylovSvdOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedSvdResult<Matrix<T>, Vector<T>> BlockKrylovSvd<T>(
        this Matrix<T> matrix,
        int rank,
        BlockKrylovSvdOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(matrix, options?.Device, a => ToMathNet(Core.BlockKrylovSvd.Compute(a, rank, options, progress, cancellationToken)));
}
