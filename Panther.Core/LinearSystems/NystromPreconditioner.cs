using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Makes <see cref="NystromPreconditioner{T}"/>.</summary>
public static class NystromPreconditioner
{
    /// <summary>
    /// Makes a preconditioner of A + μ·I from products of A with random vectors, of as high a rank as the condition number needs (Frangella, Tropp and Udell, algorithm 5.1 and
    /// section 5.4.2).
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, n×n, symmetric positive semidefinite; symmetry is taken on trust.</param>
    /// <param name="shift">μ, above zero.</param>
    /// <param name="options">How to make it; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before each rank.</param>
    /// <returns>
    /// The preconditioner. Its <see cref="NystromPreconditioner{T}.ConditionBound"/> is above the target only where <see cref="NystromOptions.MaximumRank"/> kept it so. A
    /// rank takes k products with A and n·k² operations.
    /// </returns>
    /// <exception cref="ArgumentException">A is not square or empty, or its products hold NaN or infinity, or it is far from positive semidefinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not a positive finite number, or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static NystromPreconditioner<T> Compute<T>(
        ILinearOperator<T> a, double shift, NystromOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= NystromOptions.Default;
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(a.Rows, a.Columns);
        options.Check();
        CheckShift(shift);
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"The {a.Rows}×{a.Columns} matrix is not square.", nameof(a));
        }

        int limit = (int)Math.Min(a.Rows, options.MaximumRank);
        for (int rank = Math.Min(limit, options.InitialRank); ; rank = (int)Math.Min(limit, 2L * rank))
        {
            cancellationToken.ThrowIfCancellationRequested();
            NystromPreconditioner<T> made = NystromApproximation.Compute(a, rank, shift, options.Seed);
            if (made.ConditionBound <= options.ConditionTarget || rank == limit)
            {
                return made;
            }

            made.Dispose();
        }
    }

    /// <summary>Makes a preconditioner of A + μ·I from a partial Cholesky factorisation A ≈ F Fᵀ (Díaz, Epperly, Frangella, Tropp and Webber, arXiv 2304.12465, section 2).</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="factorization">The factorisation, of rank 1 at least; only read.</param>
    /// <param name="shift">μ, above zero.</param>
    /// <exception cref="ArgumentException">The factorisation has rank 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not a positive finite number.</exception>
    /// <exception cref="ObjectDisposedException">The factor was disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static NystromPreconditioner<T> OfFactor<T>(DevicePivotedCholeskyResult<T> factorization, double shift)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(factorization);
        CheckShift(shift);
        InputCheck.NotEmpty(factorization.Factor.Rows, factorization.Rank);
        return NystromApproximation.OfFactor(factorization.Factor, 0, shift, _ => factorization.TraceError, factorization.Seed);
    }

    private static void CheckShift(double shift)
    {
        if (!(shift > 0 && double.IsFinite(shift)))
        {
            throw new ArgumentOutOfRangeException(nameof(shift), shift, "The shift must be a positive finite number.");
        }
    }
}
