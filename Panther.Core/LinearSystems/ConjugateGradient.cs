using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Linear systems (A + shift·I) X = B with a symmetric positive definite matrix by the preconditioned conjugate gradient method (Hestenes and Stiefel, 1952; Golub and
/// Van Loan, Matrix Computations, algorithm 11.5.1), for all right-hand sides at a time.
/// </summary>
/// <remarks>
/// Each iteration takes one product with A and one solve with the preconditioner, for a panel of all right-hand sides, and a wait for a few scalars. Vectors are in the
/// element type, scalar products in double. When the recurrence says that it is done, the residual is computed anew, and the iteration starts again from there where the two
/// disagree. Symmetry is taken on trust; that a matrix is not positive definite is found where an iteration meets it.
/// </remarks>
public static partial class ConjugateGradient
{
    /// <summary>Solves a system on a device; the solution stays there.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">A, n×n, symmetric positive semidefinite.</param>
    /// <param name="b">B, n×r: a right-hand side in each column.</param>
    /// <param name="preconditioner">A matrix near A + shift·I; null for none.</param>
    /// <param name="options">How to solve; null for the defaults.</param>
    /// <param name="progress">Told when the residual has been computed anew.</param>
    /// <param name="cancellationToken">Looked at in each iteration.</param>
    /// <exception cref="ArgumentException">
    /// A is not square or empty, B does not fit, B, a product with A or a solve with the preconditioner holds NaN or infinity, or these and the options are of different devices.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ObjectDisposedException">A matrix was disposed.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static DeviceConjugateGradientResult<T> Solve<T>(
        ILinearOperator<T> a,
        DeviceMatrix<T> b,
        IPreconditioner<T>? preconditioner = null,
        ConjugateGradientOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        options ??= ConjugateGradientOptions.Default;
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(a.Rows, a.Columns);
        InputCheck.NotEmpty(b.Rows, b.Columns);
        InputCheck.SameDevice(options.Device, a.Device);
        options.Check();
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"The {a.Rows}×{a.Columns} matrix is not square.", nameof(a));
        }

        if (b.Rows != a.Rows || (preconditioner is not null && preconditioner.Order != a.Rows))
        {
            throw new ArgumentException(
                $"A has {a.Rows} rows, the right-hand sides {b.Rows}{(preconditioner is null ? "" : $", the preconditioner {preconditioner.Order}")}.");
        }

        if (b.Device != a.Device || (preconditioner is not null && preconditioner.Device != a.Device))
        {
            throw new ArgumentException($"A, the right-hand sides and the preconditioner are not all on {a.Device.Id}.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ConjugateGradientRun.Solve(a, b, preconditioner, options, progress, cancellationToken);
    }
}
