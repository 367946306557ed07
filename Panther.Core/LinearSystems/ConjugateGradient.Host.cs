using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Systems in host memory: A is used in place by the CPU device and copied to any other.</content>
public static partial class ConjugateGradient
{
    /// <summary>Solves a system in host memory.</summary>
    /// <inheritdoc cref="Solve{T}(ILinearOperator{T}, DeviceMatrix{T}, IPreconditioner{T}?, ConjugateGradientOptions?, IProgress{StepProgress}?, CancellationToken)"/>
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
        return Solve<T, T[]>(
            DenseOperand.Span(a), a.GetLength(0), a.GetLength(1), MatrixLayout.RowMajor, b, b.Length, 1, options, progress, cancellationToken, DenseOperand.Vector);
    }

    /// <summary>Solves a system in host memory for several right-hand sides.</summary>
    /// <inheritdoc cref="Solve{T}(ILinearOperator{T}, DeviceMatrix{T}, IPreconditioner{T}?, ConjugateGradientOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static ConjugateGradientResult<T[,]> Solve<T>(
        T[,] a,
        T[,] b,
        ConjugateGradientOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Solve<T, T[,]>(
            DenseOperand.Span(a),
            a.GetLength(0),
            a.GetLength(1),
            MatrixLayout.RowMajor,
            DenseOperand.Span(b),
            b.GetLength(0),
            b.GetLength(1),
            options,
            progress,
            cancellationToken,
            solution => solution.ToArray());
    }

    /// <summary>Solves a system in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The elements of A, order * order of them.</param>
    /// <param name="order">n.</param>
    /// <param name="layout">The order of the elements of A and of B.</param>
    /// <param name="b">The elements of B, order * rightHandSides of them.</param>
    /// <param name="rightHandSides">r, the columns of B.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told when the residual has been computed anew.</param>
    /// <param name="cancellationToken">Looked at in each iteration.</param>
    /// <inheritdoc cref="Solve{T}(ILinearOperator{T}, DeviceMatrix{T}, IPreconditioner{T}?, ConjugateGradientOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static ConjugateGradientResult<T[,]> Solve<T>(
        ReadOnlySpan<T> a,
        long order,
        MatrixLayout layout,
        ReadOnlySpan<T> b,
        long rightHandSides = 1,
        ConjugateGradientOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Solve<T, T[,]>(a, order, order, layout, b, order, rightHandSides, options, progress, cancellationToken, solution => solution.ToArray());

    private static ConjugateGradientResult<TSolution> Solve<T, TSolution>(
        ReadOnlySpan<T> a,
        long rows,
        long columns,
        MatrixLayout layout,
        ReadOnlySpan<T> b,
        long rightRows,
        long rightHandSides,
        ConjugateGradientOptions? options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellationToken,
        Func<DeviceMatrix<T>, TSolution> toHost)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        Device device = options?.Device ?? Device.Default;
        using DeviceMatrix<T> right = DeviceMatrix<T>.Create(device, b, rightRows, rightHandSides, layout);
        return HostInput.Use(a, rows, columns, layout, device, matrix =>
        {
            InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
            InputCheck.Finite(device.DefaultStream, matrix.View);
            using DeviceConjugateGradientResult<T> result = Solve(matrix, right, null, options, progress, cancellationToken);
            return result.Select(toHost);
        });
    }
}
