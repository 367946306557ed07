using System.Numerics;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// The thin singular value decomposition of a small matrix on the host processor: a pivoted QR factorisation, then one-sided Jacobi on the
/// rows of R (Drmač and Veselić 2008, "New fast and accurate Jacobi SVD algorithm I", algorithm 5 without its second triangle).
/// </summary>
/// <remarks>
/// Singular values are accurate relative to themselves, as far as the columns of the matrix, scaled to one length, are well conditioned;
/// in any case to eps times the largest. Values below about 2^-100 (float) or 2^-500 (double) of the largest count as zero. Sums are
/// accumulated in <c>T</c>, angles in double. The result does not depend on the number of threads.
/// </remarks>
internal static unsafe class HostSvd
{
    /// <summary><c>a = u * diag(values) * vᵀ</c>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The matrix, m×n with finite elements; left as it is.</param>
    /// <param name="u">The left singular vectors, m×r with r = min(m, n); orthonormal columns even where the values are zero.</param>
    /// <param name="values">The r singular values, descending; infinite only where the value exceeds the range of the type.</param>
    /// <param name="v">The right singular vectors, n×r; orthonormal columns.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an element is NaN or infinite.</exception>
    public static void Decompose<T>(
        HostMatrix<T> a, HostMatrix<T> u, Span<T> values, HostMatrix<T> v, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rank = Math.Min(a.Rows, a.Columns);
        if (u.Rows != a.Rows || u.Columns != rank || v.Rows != a.Columns || v.Columns != rank || values.Length != rank)
        {
            throw new ArgumentException(
                $"The decomposition of a {a.Rows}x{a.Columns} matrix does not fit {u.Rows}x{u.Columns}, {values.Length} and {v.Rows}x{v.Columns}.");
        }

        if (a.Rows < a.Columns)
        {
            (a, u, v) = (a.Transposed, v, u);
        }

        T largest = HostScaling.MaxMagnitude(a);
        if (!T.IsFinite(largest))
        {
            throw new ArgumentException("The matrix has an element that is NaN or infinite.");
        }

        // Squares of the largest element must stay finite, those of the smallest ones normal; products of two squares are taken in double.
        int headroom = sizeof(T) == sizeof(float) ? 40 : 200;
        int exponent = largest == T.Zero ? 0 : headroom - T.ILogB(largest);
        if (a.Rows == a.Columns)
        {
            DecomposeSquare(a, exponent, u, values, v, maxDegreeOfParallelism);
        }
        else
        {
            DecomposeTall(a, exponent, u, values, v, maxDegreeOfParallelism);
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.ScaleB(values[i], -exponent);
        }
    }

    private static void DecomposeTall<T>(
        HostMatrix<T> a, int exponent, HostMatrix<T> u, Span<T> values, HostMatrix<T> v, int maxDegreeOfParallelism)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tall = new HostScratch<T>(a.Rows, a.Columns);
        using var triangle = new HostScratch<T>(a.Columns, a.Columns);
        using var core = new HostScratch<T>(a.Columns, a.Columns);
        a.CopyTo(tall.View);
        HostQr.Factor(tall.View, triangle.View, maxDegreeOfParallelism);
        DecomposeSquare(triangle.View, exponent, core.View, values, v, maxDegreeOfParallelism);
        HostGemm.Multiply(T.One, tall.View, core.View, T.Zero, u, maxDegreeOfParallelism);
    }

    private static void DecomposeSquare<T>(
        HostMatrix<T> a, int exponent, HostMatrix<T> u, Span<T> values, HostMatrix<T> v, int maxDegreeOfParallelism)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A sweep of few rows is one meeting, and then threads would only look on.
        int tables = new JacobiTournament(values.Length).Tables;
        int workers = Math.Min(tables, GemmBlocking.Workers(double.PositiveInfinity, maxDegreeOfParallelism));
        if (Vector512.IsHardwareAccelerated)
        {
            JacobiSvd<T, Vector512<T>, VectorUnit512<T>>.Decompose(a, exponent, u, values, v, workers);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            JacobiSvd<T, Vector256<T>, VectorUnit256<T>>.Decompose(a, exponent, u, values, v, workers);
        }
        else
        {
            JacobiSvd<T, Vector128<T>, VectorUnit128<T>>.Decompose(a, exponent, u, values, v, workers);
        }
    }
}
