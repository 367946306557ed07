using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Low-rank approximations A ≈ F Fᵀ of positive semidefinite matrices by a partial Cholesky factorisation with random pivots: RPCholesky (Chen, Epperly, Tropp and
/// Webber, "Randomly pivoted Cholesky", Comm. Pure Appl. Math. 2025, arXiv 2207.06503), in its accelerated, blocked form with rejection (Epperly, Tropp and Webber,
/// arXiv 2410.03969).
/// </summary>
/// <remarks>
/// <para>
/// It looks at the diagonal, at the columns of the pivots, and at few other elements: (rank + 1)·n + O(rank · block size) of n². With
/// rank ≥ r/ε + r·log(1/(ε·η)) the expected trace error is at most 1 + ε times that of the best approximation of rank r, where η is the latter's relative error
/// (theorem 3.1). The cost beyond the columns is n·rank² operations, the memory n·(rank + block size) elements.
/// </para>
/// <para>
/// F and the columns are in the element type, the diagonal and the pivot blocks in double. The factorisation ends early where the remaining trace or pivots are
/// rounding: below 10·eps of the largest diagonal element. All methods block until the result is there; with equal input, options and device they give equal bits.
/// </para>
/// </remarks>
public static class PivotedCholesky
{
    /// <summary>Factors a matrix that is known by its elements; the factor stays on the device.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n.</param>
    /// <param name="rank">The most pivots, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="PivotedCholeskyOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each block of pivots.</param>
    /// <param name="cancellationToken">Looked at after each block of pivots.</param>
    /// <exception cref="ArgumentException">
    /// The matrix is empty, its diagonal holds NaN, infinity or a negative number, a remaining diagonal turns negative by more than rounding (the matrix is not positive
    /// semidefinite) or NaN, or the options name another device.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DevicePivotedCholeskyResult<T> Compute<T>(
        IPositiveSemidefinite<T> matrix,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= PivotedCholeskyOptions.Default;
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Order, matrix.Order);
        InputCheck.SameDevice(options.Device, matrix.Device);
        options.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, matrix.Order);
        cancellationToken.ThrowIfCancellationRequested();
        using var computation = new PivotedCholeskyComputation<T>(matrix, rank, options, progress, cancellationToken);
        return computation.Run();
    }

    /// <summary>Factors a matrix on a device; the factor stays there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n, symmetric and positive semidefinite.</param>
    /// <param name="rank">The most pivots, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults. <see cref="PivotedCholeskyOptions.Device"/> must be null or the matrix's device.</param>
    /// <param name="progress">Told after each block of pivots.</param>
    /// <param name="cancellationToken">Looked at after each block of pivots.</param>
    /// <inheritdoc cref="Compute{T}(IPositiveSemidefinite{T}, int, PivotedCholeskyOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static DevicePivotedCholeskyResult<T> Compute<T>(
        DeviceMatrix<T> matrix,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Compute(new PositiveSemidefiniteMatrix<T>(matrix), rank, options, progress, cancellationToken);

    /// <summary>Factors a matrix in host memory, which the CPU device uses in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, n×n, symmetric and positive semidefinite.</param>
    /// <param name="rank">The most pivots, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each block of pivots.</param>
    /// <param name="cancellationToken">Looked at after each block of pivots.</param>
    /// <inheritdoc cref="Compute{T}(IPositiveSemidefinite{T}, int, PivotedCholeskyOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedCholeskyResult<T[,]> Compute<T>(
        T[,] matrix,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(matrix, options?.Device, lent =>
        {
            using DevicePivotedCholeskyResult<T> result = Compute(lent, rank, options, progress, cancellationToken);
            return result.Select(factor => factor.ToArray());
        });

    /// <summary>Factors a matrix in host memory, which the CPU device uses in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The elements of A, order * order of them; as A is symmetric, by rows or by columns.</param>
    /// <param name="order">n.</param>
    /// <param name="rank">The most pivots, from 1 to n.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each block of pivots.</param>
    /// <param name="cancellationToken">Looked at after each block of pivots.</param>
    /// <inheritdoc cref="Compute{T}(IPositiveSemidefinite{T}, int, PivotedCholeskyOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedCholeskyResult<T[,]> Compute<T>(
        ReadOnlySpan<T> matrix,
        long order,
        int rank,
        PivotedCholeskyOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(matrix, order, order, MatrixLayout.RowMajor, options?.Device, lent =>
        {
            using DevicePivotedCholeskyResult<T> result = Compute(lent, rank, options, progress, cancellationToken);
            return result.Select(factor => factor.ToArray());
        });
}
