using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <content>Problems in host memory: A is used in place by the CPU device and copied to any other.</content>
public static partial class LeastSquares
{
    /// <summary>Solves a problem with one right-hand side in host memory; the first index of A is the row.</summary>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static LeastSquaresResult<T[]> Solve<T>(
        T[,] a,
        T[] b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Solve<T, T[]>(
            DenseOperand.Span(a), a.GetLength(0), a.GetLength(1), MatrixLayout.RowMajor, b, b.Length, 1, options, progress, cancellationToken, DenseOperand.Vector);
    }

    /// <summary>Solves a problem with several right-hand sides in host memory; the first index is the row.</summary>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static LeastSquaresResult<T[,]> Solve<T>(
        T[,] a,
        T[,] b,
        LeastSquaresOptions? options = null,
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

    /// <summary>Solves a problem in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n, at most m.</param>
    /// <param name="layout">The order of the elements of A and of B.</param>
    /// <param name="b">The elements of B, rows * rightHandSides of them.</param>
    /// <param name="rightHandSides">r, the columns of B.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static LeastSquaresResult<T[,]> Solve<T>(
        ReadOnlySpan<T> a,
        long rows,
        long columns,
        MatrixLayout layout,
        ReadOnlySpan<T> b,
        long rightHandSides = 1,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Solve<T, T[,]>(a, rows, columns, layout, b, rows, rightHandSides, options, progress, cancellationToken, solution => solution.ToArray());

    private static LeastSquaresResult<TSolution> Solve<T, TSolution>(
        ReadOnlySpan<T> a,
        long rows,
        long columns,
        MatrixLayout layout,
        ReadOnlySpan<T> b,
        long rightRows,
        long rightHandSides,
        LeastSquaresOptions? options,
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
            using DeviceLeastSquaresResult<T> result = Solve(matrix, right, options, progress, cancellationToken);
            return result.Select(toHost);
        });
    }
}
