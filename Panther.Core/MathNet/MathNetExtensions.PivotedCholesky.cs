using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Partial Cholesky factorisations.</content>
public static partial class MathNetExtensions
{
    /// <summary>Approximates a positive semidefinite matrix by a randomly pivoted Cholesky factor, A ≈ F Fᵀ.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n, symmetric and positive semidefinite.</param>
    /// <param name="rank">The most pivots, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="PivotedCholesky.Compute{T}(DeviceMatrix{T}, int, PivotedCholeskyOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedCholeskyResult<Matrix<T>> PivotedCholesky<T>(
        this Matrix<T> matrix,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToMathNet(Core.PivotedCholesky.Compute(a, rank, options, progress, cancellationToken)));

    private static PivotedCholeskyResult<Matrix<T>> ToMathNet<T>(DevicePivotedCholeskyResult<T> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(MathNetMatrix.From);
        }
    }
}
