using Panther.Jit.Dialect;

namespace Panther.Kernels.Factor;

/// <summary>The rows that one-sided Jacobi rotates; usable on the host and in kernels.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Elements">The rows, one behind the other.</param>
/// <param name="Length">The length of a row, even.</param>
/// <param name="Part">The elements at the start of each row that are to become orthogonal to the other rows'; even.</param>
internal readonly record struct JacobiRows<T>(ArrayView<T> Elements, int Length, int Part)
    where T : unmanaged;
