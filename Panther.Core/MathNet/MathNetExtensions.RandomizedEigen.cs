using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Eigenvalues of symmetric matrices.</content>
public static partial class MathNetExtensions
{
    /// <summary>Computes the eigenvalues of largest magnitude of a symmetric matrix, and their vectors. A sparse matrix stays sparse.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n, symmetric.</param>
    /// <param name="rank">The number of eigenvalues, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="RandomizedEigen.Compute{T}(ILinearOperator{T}, int, RandomizedEigenOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RandomizedEigenResult<Matrix<T>, Vector<T>> RandomizedEigen<T>(
        this Matrix<T> matrix,
        int rank,
        RandomizedEigenOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.UseOperator(matrix, options?.Device, a => ToMathNet(Core.RandomizedEigen.Compute(a, rank, options, progress, cancellationToken)));

    private static RandomizedEigenResult<Matrix<T>, Vector<T>> ToMathNet<T>(DeviceEigenResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From, MathNetMatrix.From);
        }
    }
}
