using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Pivoted QR factorisations A P = Q R of tall matrices by a sketch and Cholesky QR: CQRRPT of Melnichenko, Balabanov, Murray, Demmel, Mahoney and
/// Luszczek (arXiv 2311.08316, algorithm 2.1).
/// </summary>
/// <remarks>
/// <para>
/// A sparse sketch S A has the geometry of A at a fraction of its rows. Its QR with column pivoting gives the pivots, the numerical rank k, and a triangle
/// R_s for which A P R_s⁻¹ is well conditioned, however ill conditioned A is; Cholesky QR of that finishes. The cost is about 3·m·k² operations, or on processors 2·m·k² where A is
/// well conditioned and taken without the triangle, beside the factorisation of the (1.25·n)×n sketch; the memory beyond A and Q is O(n²). Everything is computed and accumulated in the element type, float or
/// double, on the device that holds the matrix.
/// </para>
/// <para>
/// The answer is checked, not trusted: orthogonality and reconstruction are measured on the finished factors. Where pivots alone have not revealed the rank, as for Kahan's
/// matrices, columns are exchanged until R's diagonal is near the singular values (Chan, Linear Algebra Appl. 88/89, 1987). Where one pass of Cholesky QR is not enough a
/// second one follows; where Cholesky's factorisation breaks down the Gram matrix is shifted; where that does not help Householder reflections take over;
/// where the sketch has not kept the range of A a larger one is drawn, and in the end A itself is factored. <see cref="CholeskyQrResult{TMatrix}.Method"/>
/// and <see cref="CholeskyQrResult{TMatrix}.SketchRows"/> say which.
/// </para>
/// <para>
/// Outcomes at the edges: an empty matrix, NaN or infinity, or fewer rows than columns is an <see cref="ArgumentException"/>; a zero matrix has rank 0 and
/// factors without columns and rows. All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// <para>
/// The algorithm is <see cref="CholeskyQrComputation{T}"/>. Its kernels: <see cref="Kernels.Sketch.Sparse.PartitionedScatterKernel"/> sketches, <see cref="Kernels.Factor.PivotedReflectionKernels"/> factor the sketch,
/// <see cref="Kernels.Factor.TriangularSolveKernels"/> solve, <see cref="Kernels.Gemm.GemmKernel"/> and <see cref="Kernels.Factor.CholeskyKernels"/> do Cholesky QR.
/// </para>
/// </remarks>
public static partial class CholeskyQr
{
    /// <summary>Factors a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n. Q gets its layout; R is stored by rows.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="CholeskyQrOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">
    /// The matrix is empty, has fewer rows than columns, or holds NaN or infinity, or the options name another device.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceCholeskyQrResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        CholeskyQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= CholeskyQrOptions.Default;
        Check<T>(matrix.Rows, matrix.Columns, options);
        InputCheck.SameDevice(options.Device, matrix.Device);
        return new CholeskyQrComputation<T>(matrix, options, progress, cancellationToken).Run();
    }

    private static void Check<T>(long rows, long columns, CholeskyQrOptions options)
    {
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(rows, columns);
        InputCheck.Tall(rows, columns);
        options.Check();
    }
}
