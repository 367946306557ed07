using System.Numerics;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Householder QR of a panel of columns, by recursive halving (Elmroth and Gustavson 2000, "Applying recursion to serial and parallel QR
/// factorization leads to better performance"), so that most of the work is in matrix products.
/// </summary>
internal static class ReflectorPanel
{
    private const int ColumnsAtOnce = 16;

    /// <summary>
    /// Overwrites <paramref name="a"/> by R on and above the diagonal and by the reflectors below it (their leading ones implied), and forms
    /// the triangle of the compact product.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The panel, m×n with m at least n.</param>
    /// <param name="t">The upper triangle T of <c>Q = I - V * T * Vᵀ</c>, n×n; zeros on entry.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    public static void Factor<T>(HostMatrix<T> a, HostMatrix<T> t, int maxDegreeOfParallelism)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long m = a.Rows, n = a.Columns;
        if (n <= ColumnsAtOnce)
        {
            FactorColumns(a, t);
            return;
        }

        long half = GemmBlocking.Panels(n / 2, ColumnsAtOnce) * ColumnsAtOnce, rest = n - half;
        HostMatrix<T> left = a.Block(0, 0, m, half), right = a.Block(0, half, m, rest);
        HostMatrix<T> leftT = t.Block(0, 0, half, half), rightT = t.Block(half, half, rest, rest), cornerT = t.Block(0, half, half, rest);
        Factor(left, leftT, maxDegreeOfParallelism);

        using var firstScratch = new HostScratch<T>(half, rest);
        using var secondScratch = new HostScratch<T>(half, rest);
        HostMatrix<T> first = firstScratch.View, second = secondScratch.View;
        using (var topScratch = new HostScratch<T>(half, half))
        {
            HostMatrix<T> top = topScratch.View, below = left.Block(half, 0, m - half, half);
            CopyUnitLower(left, top);
            HostMatrix<T> rightTop = right.Block(0, 0, half, rest), rightBelow = right.Block(half, 0, m - half, rest);
            HostGemm.Multiply(T.One, top.Transposed, rightTop, T.Zero, first, maxDegreeOfParallelism);
            HostGemm.Multiply(T.One, below.Transposed, rightBelow, T.One, first, maxDegreeOfParallelism);
            HostGemm.Multiply(T.One, leftT.Transposed, first, T.Zero, second, maxDegreeOfParallelism);
            HostGemm.Multiply(T.NegativeOne, top, second, T.One, rightTop, maxDegreeOfParallelism);
            HostGemm.Multiply(T.NegativeOne, below, second, T.One, rightBelow, maxDegreeOfParallelism);
        }

        HostMatrix<T> lower = right.Block(half, 0, m - half, rest);
        Factor(lower, rightT, maxDegreeOfParallelism);

        // T12 = -T1 * (V1ᵀ * V2) * T2; V2 starts with a unit triangle in row half.
        using var cornerScratch = new HostScratch<T>(rest, rest);
        CopyUnitLower(lower, cornerScratch.View);
        HostGemm.Multiply(T.One, left.Block(half, 0, rest, half).Transposed, cornerScratch.View, T.Zero, first, maxDegreeOfParallelism);
        HostGemm.Multiply(
            T.One,
            left.Block(n, 0, m - n, half).Transposed,
            lower.Block(rest, 0, m - n, rest),
            T.One,
            first,
            maxDegreeOfParallelism);
        HostGemm.Multiply(T.One, first, rightT, T.Zero, second, maxDegreeOfParallelism);
        HostGemm.Multiply(T.NegativeOne, leftT, second, T.Zero, cornerT, maxDegreeOfParallelism);
    }

    /// <summary>Copies reflectors with their leading ones and the zeros above them.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="factored">The factored panel, at least as tall as <paramref name="reflectors"/>.</param>
    /// <param name="reflectors">The destination.</param>
    public static void CopyUnitLower<T>(HostMatrix<T> factored, HostMatrix<T> reflectors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        factored.Block(0, 0, reflectors.Rows, reflectors.Columns).CopyTo(reflectors);
        for (long i = 0; i < reflectors.Columns; i++)
        {
            reflectors[i, i] = T.One;
            for (long j = i + 1; j < reflectors.Columns; j++)
            {
                reflectors[i, j] = T.Zero;
            }
        }
    }

    private static void FactorColumns<T>(HostMatrix<T> a, HostMatrix<T> t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ReflectorColumns<T, Vector512<T>, VectorUnit512<T>>.Factor(a, t);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ReflectorColumns<T, Vector256<T>, VectorUnit256<T>>.Factor(a, t);
        }
        else
        {
            ReflectorColumns<T, Vector128<T>, VectorUnit128<T>>.Factor(a, t);
        }
    }
}
