using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Ridge regression min ‖A X - B‖² + λ‖X‖², of tall and of wide matrices, for one λ or several, by sketching and iterative refinement as <see cref="LeastSquares"/> does it.
/// </summary>
/// <remarks>
/// <para>
/// One sketch serves all λ: with S·A = Q R, the triangle of [R; √λ] preconditions the problem of λ (Avron, Clarkson and Woodruff, "Sharper bounds for regularized data
/// fitting", APPROX 2017). Where A has fewer rows than columns, the dual problem (AAᵀ + λ) α = b with x = Aᵀα is solved,
/// with a sketch of Aᵀ.
/// </para>
/// <para>
/// A λ so small that A on top of √λ is singular to working precision is an <see cref="InvalidOperationException"/>: <see cref="LeastSquares"/> is for that. Products
/// with A are accumulated in the element type, everything of the size of its smaller side in double. All methods block until the result is there; with equal input, options and
/// device they give equal bits. Of <see cref="LeastSquaresOptions"/>, the tolerance is the backward error of the problem [A; √λ] x = [b; 0] for tall matrices, and
/// the relative error of x for wide ones.
/// </para>
/// </remarks>
public static partial class RidgeRegression
{
    /// <summary>Solves a dense problem on a device; the solution stays there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults. <see cref="LeastSquaresOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <exception cref="ArgumentException">A matrix is empty or holds NaN or infinity, the shapes differ, or a matrix is on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is not a positive finite number, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">λ is so small that the problem is singular to working precision.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">A matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceRidgeResult<T> Solve<T>(
        DeviceMatrix<T> a,
        DeviceMatrix<T> b,
        double lambda,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Solve(a, b, [lambda], options, progress, cancellationToken)[0];

    /// <summary>Solves a dense problem on a device for several λ with one sketch; the solutions stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="lambdas">The λ, at least one, above zero.</param>
    /// <param name="options">How to solve; null for the defaults. <see cref="LeastSquaresOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <returns>A result for each λ, in their order.</returns>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static DeviceRidgeResult<T>[] Solve<T>(
        DeviceMatrix<T> a,
        DeviceMatrix<T> b,
        ReadOnlySpan<double> lambdas,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        Check(a, b, lambdas, ref options);
        var tall = new DenseSystem<T>(a.Rows < a.Columns ? a.Operand.Transposed : a.Operand);
        return RidgeRun.Solve(a.Device.DefaultStream, tall, b, a.Rows < a.Columns, lambdas.ToArray(), options!, progress, cancellationToken);
    }

    /// <summary>Solves a sparse problem on a device for several λ with one sketch; the solutions stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n; where m is below n, its transpose is made for the time of the call.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="lambdas">The λ, at least one, above zero.</param>
    /// <param name="options">How to solve; null for the defaults. <see cref="LeastSquaresOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <returns>A result for each λ, in their order.</returns>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static DeviceRidgeResult<T>[] Solve<T>(
        CsrMatrix<T> a,
        DeviceMatrix<T> b,
        ReadOnlySpan<double> lambdas,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        Check(a, b, lambdas, ref options);
        using CsrMatrix<T>? transpose = a.Rows < a.Columns ? a.Transpose() : null;
        var tall = new SparseSystem<T>(transpose ?? a);
        return RidgeRun.Solve(a.Device.DefaultStream, tall, b, a.Rows < a.Columns, lambdas.ToArray(), options!, progress, cancellationToken);
    }

    /// <summary>Solves a problem with one right-hand side in host memory; A is used in place by the CPU device and copied to any other.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n; the first index is the row.</param>
    /// <param name="b">b, m elements.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RidgeResult<T[]> Solve<T>(
        T[,] a,
        T[] b,
        double lambda,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Solve<T, T[]>(
            DenseOperand.Span(a), a.GetLength(0), a.GetLength(1), MatrixLayout.RowMajor, b, b.Length, 1, lambda, options, progress, cancellationToken, DenseOperand.Vector);
    }

    /// <summary>Solves a problem with several right-hand sides in host memory; A is used in place by the CPU device and copied to any other.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n; the first index is the row.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RidgeResult<T[,]> Solve<T>(
        T[,] a,
        T[,] b,
        double lambda,
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
            lambda,
            options,
            progress,
            cancellationToken,
            solution => solution.ToArray());
    }

    /// <summary>Solves a problem in host memory; A is used in place by the CPU device and copied to any other.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements of A and of B.</param>
    /// <param name="b">The elements of B, rows * rightHandSides of them.</param>
    /// <param name="rightHandSides">r, the columns of B.</param>
    /// <param name="lambda">λ, above zero.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, double, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static RidgeResult<T[,]> Solve<T>(
        ReadOnlySpan<T> a,
        long rows,
        long columns,
        MatrixLayout layout,
        ReadOnlySpan<T> b,
        long rightHandSides,
        double lambda,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Solve<T, T[,]>(a, rows, columns, layout, b, rows, rightHandSides, lambda, options, progress, cancellationToken, solution => solution.ToArray());

    private static RidgeResult<TSolution> Solve<T, TSolution>(
        ReadOnlySpan<T> a,
        long rows,
        long columns,
        MatrixLayout layout,
        ReadOnlySpan<T> b,
        long rightRows,
        long rightHandSides,
        double lambda,
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
            using DeviceRidgeResult<T> result = Solve(matrix, right, lambda, options, progress, cancellationToken);
            return result.Select(toHost);
        });
    }

    private static void Check<T>(ILinearOperator<T> a, DeviceMatrix<T> b, ReadOnlySpan<double> lambdas, ref LeastSquaresOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(b);
        options ??= LeastSquaresOptions.Default;
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(a.Rows, a.Columns);
        InputCheck.NotEmpty(b.Rows, b.Columns);
        InputCheck.SameDevice(options.Device, a.Device);
        options.Check(Math.Min(a.Rows, a.Columns));
        ArgumentOutOfRangeException.ThrowIfZero(lambdas.Length, nameof(lambdas));
        foreach (double lambda in lambdas)
        {
            if (!(lambda > 0 && double.IsFinite(lambda)))
            {
                throw new ArgumentOutOfRangeException(nameof(lambdas), lambda, "The regularisation must be a positive finite number.");
            }
        }

        if (b.Rows != a.Rows)
        {
            throw new ArgumentException($"A has {a.Rows} rows and the right-hand sides {b.Rows}.");
        }

        if (b.Device != a.Device)
        {
            throw new ArgumentException($"A is on {a.Device.Id} and the right-hand sides on {b.Device.Id}.");
        }
    }
}
