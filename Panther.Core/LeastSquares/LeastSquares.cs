using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Least-squares problems min ‖A X - B‖ with (many) more rows than columns, by sketching and iterative refinement (Epperly, Meier and Nakatsukasa, "Fast randomized
/// least-squares solvers can be just as accurate and stable as classical direct solvers", arXiv 2406.03468, the method SPIR).
/// </summary>
/// <remarks>
/// <para>
/// A sketch S·A with a few times n rows gives a triangle that makes A nearly orthonormal; conjugate gradients then need about ten to twenty products with A and as
/// many with Aᵀ, in two or three refinements. The backward error is that of a QR factorisation by Householder reflections, also for badly conditioned A and for large
/// residuals. The cost is that of the sketch (<see cref="LeastSquaresOptions.NonzerosPerColumn"/> additions an element), of the QR factorisation of the
/// sketch, 2·d·n² operations for d rows, and of the products, 4·m·n each for a right-hand side. The memory beyond A and B is O(d·n + m·r) for r right-hand sides.
/// </para>
/// <para>
/// Where A has full numerical rank (its columns, scaled to one length, have a condition number below about 1/(30·eps)), the answer is the least-squares
/// solution. Below it, the answer is the solution of minimum norm of the matrix whose singular values under max(30, 4√n)·eps times the largest are set to zero, and
/// <see cref="LeastSquaresResult{TSolution}.Rank"/> says so. Matrices with more columns than rows are refused.
/// </para>
/// <para>
/// Products with A and residuals are accumulated in the element type, everything of size n in double. All methods block until the result is there; with equal input,
/// options and device they give equal bits. Empty matrices, NaN and infinity are an <see cref="ArgumentException"/>.
/// </para>
/// <para>
/// The algorithm is <see cref="LeastSquaresComputation{T}"/>. Its kernels: <see cref="Kernels.Sketch.Sparse.PartitionedScatterKernel"/> sketches, <see cref="Kernels.Factor.HouseholderKernels"/> factor the sketch, <see cref="Kernels.Gemm.GemmKernel"/> multiplies (<see cref="Kernels.Krylov.HostNormalProduct"/>
/// on the CPU device), <see cref="Kernels.Krylov.PanelDotKernels"/> and <see cref="Kernels.Krylov.ConjugateGradientKernels"/> iterate.
/// </para>
/// </remarks>
public static partial class LeastSquares
{
    /// <summary>Solves a dense problem on a device; the solution stays there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, m×n with m at least n.</param>
    /// <param name="b">B, m×r: a right-hand side in each column.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told after the sketch, after its factorisation, and after each refinement.</param>
    /// <param name="cancellationToken">Looked at after each of these steps and in each iteration.</param>
    /// <exception cref="ArgumentException">A matrix is empty or holds NaN or infinity, m is below n, the shapes differ, or A, B and the options are of different devices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The backward error stays above 1000 times what is asked for; the message says what was reached.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">A matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceLeastSquaresResult<T> Solve<T>(
        DeviceMatrix<T> a,
        DeviceMatrix<T> b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        Check(a, b, ref options);
        return LeastSquaresRun.Solve(a.Device.DefaultStream, new DenseSystem<T>(a.Operand), b, options!, progress, cancellationToken);
    }

    /// <summary>Solves a sparse problem on a device. The sketch is dense, so that n is limited by n² elements in memory.</summary>
    /// <inheritdoc cref="Solve{T}(DeviceMatrix{T}, DeviceMatrix{T}, LeastSquaresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static DeviceLeastSquaresResult<T> Solve<T>(
        CsrMatrix<T> a,
        DeviceMatrix<T> b,
        LeastSquaresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        Check(a, b, ref options);
        return LeastSquaresRun.Solve(a.Device.DefaultStream, new SparseSystem<T>(a), b, options!, progress, cancellationToken);
    }

    private static void Check<T>(ILinearOperator<T> a, DeviceMatrix<T> b, ref LeastSquaresOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(b);
        options ??= LeastSquaresOptions.Default;
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(a.Rows, a.Columns);
        InputCheck.NotEmpty(b.Rows, b.Columns);
        InputCheck.SameDevice(options.Device, a.Device);
        options.Check(a.Columns);
        if (a.Rows < a.Columns)
        {
            throw new ArgumentException($"The system is underdetermined: A is {a.Rows}×{a.Columns}, and at least as many rows as columns are needed.");
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
