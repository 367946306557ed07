using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Pivoted QR factorisations A P = Q R of matrices of any shape, by blocks whose pivots are chosen from a sketch: BQRRP of Melnichenko, Murray, Killian, Demmel,
/// Mahoney and Luszczek (arXiv 2507.00976), after Martinsson, Quintana-Ortí, Heavner and van de Geijn (SIAM J. Sci. Comput. 39, 2017) and Duersch and Gu
/// (ibid.), with the blocks of Q formed as they come.
/// </summary>
/// <remarks>
/// <para>
/// A sketch of what is left of A has as many columns and few rows. Its QR with column pivoting gives the next block's pivots, and a triangle which preconditions
/// these columns, so that Cholesky QR makes them orthonormal; products take the block out of the rest, and of the sketch. About 4·m·n·k operations for k
/// columns of Q, nearly all of them in matrix products; the memory beyond A, Q and R is two copies of A. Everything is computed and
/// accumulated in the element type, float or double, on the device that holds the matrix. For tall matrices <see cref="CholeskyQr"/> is faster.
/// </para>
/// <para>
/// The answer is checked: orthogonality and reconstruction are measured on the finished factors, and where sketches have lost a direction of A the pivots are chosen
/// from A itself. Where pivots alone have not revealed the rank, as for Kahan's matrices, columns are exchanged until R's diagonal is near the singular values (Chan, Linear
/// Algebra Appl. 88/89, 1987).
/// </para>
/// <para>
/// Outcomes at the edges: an empty matrix, NaN or infinity is an <see cref="ArgumentException"/>; a zero matrix has rank 0 and factors without columns and
/// rows. All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// </remarks>
public static partial class PivotedQr
{
    /// <summary>Factors a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n. Q and R are stored by rows.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="PivotedQrOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellationToken">Looked at after each block.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DevicePivotedQrResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        PivotedQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= PivotedQrOptions.Default;
        Check<T>(matrix.Rows, matrix.Columns, options);
        InputCheck.SameDevice(options.Device, matrix.Device);
        return new PivotedQrComputation<T>(matrix, options, progress, cancellationToken).Run();
    }

    private static void Check<T>(long rows, long columns, PivotedQrOptions options)
    {
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(rows, columns);
        options.Check();
    }
}
