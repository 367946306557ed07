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
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <exception cref="ArgumentException">A matrix is empty or holds NaN or infinity, the shapes differ, or A, B and the options are of different devices.</exception>
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
    /// <param name="options">How to solve; null for the defaults.</param>
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
    /// <param name="options">How to solve; null for the defaults.</param>
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
