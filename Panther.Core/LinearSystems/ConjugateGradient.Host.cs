using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Systems in host memory: A is used in place by the CPU device and copied to any other.</content>
public static partial class ConjugateGradient
{
    /// <summary>Solves a system in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, n×n, symmetric positive semidefinite.</param>
    /// <param name="b">b, n elements.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told when the residual has been computed anew.</param>
    /// <param name="cancellationToken">Looked at in each iteration.</param>
    /// <inheritdoc cref="Solve{T}(ILinearOperator{T}, DeviceMatrix{T}, IPreconditioner{T}?, ConjugateGradientOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static ConjugateGradientResult<T[]> Solve<T>(
        T[,] a,
        T[] b,
        ConjugateGradientOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        InputCheck.ElementType<T>();
        Device device = options?.Device ?? Device.Default;
        using DeviceMatrix<T> right = DeviceMatrix<T>.Create(device, b, b.Length, 1);
        return HostInput.Use(a, device, matrix =>
        {
            InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
            InputCheck.Finite(device.DefaultStream, matrix.View);
            using DeviceConjugateGradientResult<T> result = Solve(matrix, right, null, options, progress, cancellationToken);
            return result.Select(DenseOperand.Vector);
        });
    }
}
