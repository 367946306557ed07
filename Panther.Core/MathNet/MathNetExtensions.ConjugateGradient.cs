using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <content>Conjugate gradients.</content>
public static partial class MathNetExtensions
{
    /// <summary>
    /// Solves A x = b by conjugate gradients without a preconditioner; a sparse A stays sparse. <see cref="ConjugateGradient"/> itself takes preconditioners.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, n×n, symmetric positive semidefinite.</param>
    /// <param name="b">b, n elements.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told when the residual has been computed anew.</param>
    /// <param name="cancellationToken">Looked at in each iteration.</param>
    /// <inheritdoc cref="ConjugateGradient.Solve{T}(ILinearOperator{T}, DeviceMatrix{T}, IPreconditioner{T}?, ConjugateGradientOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static ConjugateGradientResult<Vector<T>> SolveConjugateGradient<T>(
        this Matrix<T> a,
        Vector<T> b,
        ConjugateGradientOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => MathNetMatrix.Use(b, options?.Device, (DeviceMatrix<T> side) => MathNetMatrix.UseOperator(a, options?.Device, matrix =>
        {
            using DeviceConjugateGradientResult<T> result = ConjugateGradient.Solve(matrix, side, null, options, progress, cancellationToken);
            return result.Select(MathNetMatrix.FromColumn);
        }));
}
