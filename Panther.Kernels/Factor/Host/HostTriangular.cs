using System.Numerics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Solves with triangular matrices on the host processor, by recursive halving on top of <see cref="HostGemm"/> (Elmroth, Gustavson,
/// Jonsson and Kågström 2004, "Recursive blocked algorithms and hybrid data structures for dense matrix library software").
/// </summary>
/// <remarks>Sums are accumulated in <c>T</c>; the result is the same for any number of threads. A zero on the diagonal gives infinities or NaN.</remarks>
internal static class HostTriangular
{
    /// <summary><c>b = t⁻¹ * b</c>. To solve with tᵀ pass the transposed view and the other triangle.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts; the other is not read.</param>
    /// <param name="unitDiagonal">Whether the diagonal is taken as ones, unread.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, n×r, overwritten by the solutions.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void SolveLeft<T>(
        bool upper, bool unitDiagonal, HostMatrix<T> t, HostMatrix<T> b, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (t.Rows != t.Columns || t.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"A {t.Rows}x{t.Columns} triangle does not fit {b.Rows}x{b.Columns} right-hand sides.");
        }

        if (b.Rows > 0 && b.Columns > 0)
        {
            double work = (double)t.Rows * t.Rows / 2 * b.Columns;
            TriangularSolveTeam<T>.Run(upper, unitDiagonal, t, b, GemmBlocking.Workers(work, maxDegreeOfParallelism));
        }
    }

    /// <summary><c>b = b * t⁻¹</c>. To solve with tᵀ pass the transposed view and the other triangle.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts; the other is not read.</param>
    /// <param name="unitDiagonal">Whether the diagonal is taken as ones, unread.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, r×n, overwritten by the solutions.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void SolveRight<T>(
        bool upper, bool unitDiagonal, HostMatrix<T> t, HostMatrix<T> b, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        SolveLeft(!upper, unitDiagonal, t.Transposed, b.Transposed, maxDegreeOfParallelism);
}
