using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Leverage scores of the rows of a tall matrix A: ℓᵢ = ‖eᵢᵀQ‖² for any orthonormal basis Q of its columns, how much row i matters to what the columns span.
/// </summary>
/// <remarks>
/// <para>
/// Both ways give columns about one length, by powers of two, and start from a sparse sketch SA, a QR factorisation of it with column pivoting, whose diagonal tells the rank r, and its triangle R: the columns of AR⁻¹ are
/// nearly orthonormal. <see cref="Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)"/> is <see cref="CholeskyQr"/> from there on, which makes them orthonormal and
/// checks that they are, for O(mn²) operations and memory for A twice.
/// <see cref="Approximate{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)"/> takes the squared lengths of the rows of
/// A(R⁻¹G) for a normal G with few columns (Drineas, Magdon-Ismail, Mahoney and Woodruff, J. Machine Learning Research 13, 2012, algorithm 1), for O(mn·probes), scaled so
/// that they add up to the rank, as the exact ones do; it copies A only where elements, or the lengths of columns, are near the ends of the type's range.
/// </para>
/// <para>Products accumulate in the element type, lengths in double. All methods block until the result is there; with equal input, options and device they give equal bits.</para>
/// </remarks>
public static partial class LeverageScores
{
    /// <summary>Computes exact leverage scores of a matrix on a device; they stay there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n with m at least n.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="LeverageScoresOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The matrix is empty, wide, or holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceLeverageScoresResult Compute<T>(
        DeviceMatrix<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= LeverageScoresOptions.Default;
        return Start(matrix, options, progress, cancellationToken).Exact(options.SketchFactor ?? 2);
    }

    /// <summary>Approximates the leverage scores of a matrix on a device; they stay there.</summary>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static DeviceLeverageScoresResult Approximate<T>(
        DeviceMatrix<T> matrix,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= LeverageScoresOptions.Default;
        return Start(matrix, options, progress, cancellationToken).Approximate(options.SketchFactor ?? 4);
    }

    private static LeverageScoresComputation<T> Start<T>(
        DeviceMatrix<T> matrix, LeverageScoresOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
        if (matrix.Rows < matrix.Columns)
        {
            throw new ArgumentException(
                $"The {matrix.Rows}×{matrix.Columns} matrix is wide: all its rows would have the score 1 or depend on the others. Pass the transpose for columns.",
                nameof(matrix));
        }

        options.Check();
        InputCheck.SameDevice(options.Device, matrix.Device);
        return new LeverageScoresComputation<T>(matrix, options, progress, cancellationToken);
    }
}
