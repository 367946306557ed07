using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// QR factorisations A = Q R of tall matrices without pivoting, by randomised preconditioning and Cholesky QR (Balabanov, "Randomized Cholesky QR
/// factorizations", arXiv 2210.09953; Fan, Guo and Lin, arXiv 2111.11148).
/// </summary>
/// <remarks>
/// <para>
/// The triangle of a QR of a sketch S A preconditions A, and Cholesky QR of the product finishes: about 3·m·n² operations, nearly all of them in matrix products.
/// On processors an A that the triangle shows to be well conditioned is taken without it, which saves a third.
/// Everything is computed and accumulated in the element type, float or double, on the device that holds the matrix.
/// </para>
/// <para>
/// Orthogonality is measured. Where one pass of Cholesky QR is not enough more follow; where the columns are dependent, or so nearly that no
/// preconditioner helps, Householder reflections take over. <see cref="TallQrResult{TMatrix}.Method"/> says which. To find the rank use <see cref="CholeskyQr"/>.
/// </para>
/// <para>
/// Outcomes at the edges: an empty matrix, NaN or infinity, or fewer rows than columns is an <see cref="ArgumentException"/>; dependent columns have
/// zeros, up to rounding, on the diagonal of R, with an orthonormal Q all the same. All methods block until the result is there; with equal
/// input, options and device they give equal bits.
/// </para>
/// </remarks>
public static partial class TallQr
{
    /// <summary>Factors a matrix on a device; the factors stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n. Q gets its layout; R is stored by rows.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="TallQrOptions.Device"/> must be null or the matrix's device.</param>
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
    public static DeviceTallQrResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        TallQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= TallQrOptions.Default;
        Check<T>(matrix.Rows, matrix.Columns, options);
        InputCheck.SameDevice(options.Device, matrix.Device);
        return new TallQrComputation<T>(matrix, options, progress, cancellationToken).Run();
    }

    private static void Check<T>(long rows, long columns, TallQrOptions options)
    {
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(rows, columns);
        InputCheck.Tall(rows, columns);
        options.Check();
    }
}
