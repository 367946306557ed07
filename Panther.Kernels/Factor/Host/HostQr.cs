using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>The thin QR factorisation on the host processor, by blocked Householder reflectors in compact form.</summary>
/// <remarks>
/// Orthogonal to working precision whatever the condition of the matrix (Higham, "Accuracy and Stability of Numerical Algorithms",
/// theorem 19.4). Sums are accumulated in <c>T</c>; the result is the same for any number of threads.
/// </remarks>
internal static class HostQr
{
    private const int PanelColumns = 64;

    // Squares of elements below 2^60 keep the norm of 2^6 columns of any addressable length within the range of a float.
    private const int SafeExponent = 30;

    /// <summary>Overwrites <paramref name="a"/> by Q, with orthonormal columns, and <paramref name="r"/> by R: <c>a = Q * R</c>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The matrix, m×n with m at least n and finite elements.</param>
    /// <param name="r">R, n×n: upper triangular, zeros below; the signs of its diagonal are as they fall.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an element is NaN or infinite.</exception>
    public static void Factor<T>(HostMatrix<T> a, HostMatrix<T> r, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long m = a.Rows, n = a.Columns;
        if (m < n || r.Rows != n || r.Columns != n)
        {
            throw new ArgumentException($"A {m}x{n} matrix has no thin QR factorisation with a {r.Rows}x{r.Columns} triangle.");
        }

        T largest = HostScaling.MaxMagnitude(a);
        if (!T.IsFinite(largest))
        {
            throw new ArgumentException("The matrix has an element that is NaN or infinite.");
        }

        int exponent = largest == T.Zero ? 0 : T.ILogB(largest);
        exponent = Math.Abs(exponent) <= SafeExponent ? 0 : exponent;
        HostScaling.ScaleByPowerOfTwo(a, -exponent);

        using var triangles = new HostScratch<T>(n, PanelColumns);
        using var reflectors = new HostScratch<T>(m, Math.Min(n, PanelColumns));
        using var weights = new HostScratch<T>(2 * PanelColumns, n);
        var block = new BlockReflector<T>(reflectors.View, weights.View, maxDegreeOfParallelism);
        for (long start = 0; start < n; start += PanelColumns)
        {
            long width = Math.Min(PanelColumns, n - start), rest = n - start - width;
            HostMatrix<T> panel = a.Block(start, start, m - start, width);
            HostMatrix<T> t = triangles.View.Block(start, 0, width, width);
            ReflectorPanel.Factor(panel, t, maxDegreeOfParallelism);
            if (rest > 0)
            {
                block.Load(panel);
                block.Apply(t.Transposed, a.Block(start, start + width, m - start, rest));
            }
        }

        CopyTriangle(a, r);
        FormQ(a, triangles.View, block);
        HostScaling.ScaleByPowerOfTwo(r, exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTriangle<T>(HostMatrix<T> a, HostMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < r.Rows; i++)
        {
            for (long j = 0; j < r.Columns; j++)
            {
                r[i, j] = j < i ? T.Zero : a[i, j];
            }
        }
    }

    // From the last panel to the first, each into the columns that held its reflectors (LAPACK's orgqr).
    private static void FormQ<T>(HostMatrix<T> a, HostMatrix<T> triangles, BlockReflector<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long m = a.Rows, n = a.Columns;
        for (long start = (GemmBlocking.Panels(n, PanelColumns) - 1) * PanelColumns; start >= 0; start -= PanelColumns)
        {
            long width = Math.Min(PanelColumns, n - start), rest = n - start - width;
            HostMatrix<T> panel = a.Block(start, start, m - start, width);
            HostMatrix<T> t = triangles.Block(start, 0, width, width);
            block.Load(panel);
            if (rest > 0)
            {
                block.Apply(t, a.Block(start, start + width, m - start, rest));
            }

            SetUnitColumns(a.Block(0, start, m, width), start);
            block.Apply(t, panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetUnitColumns<T>(HostMatrix<T> columns, long firstOne)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < columns.Rows; i++)
        {
            for (long j = 0; j < columns.Columns; j++)
            {
                columns[i, j] = i == firstOne + j ? T.One : T.Zero;
            }
        }
    }
}
