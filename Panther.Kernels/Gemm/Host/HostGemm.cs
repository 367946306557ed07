using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// Matrix products on the host processor, packed and blocked after Goto and van de Geijn (2008), "Anatomy of high-performance matrix
/// multiplication", and Van Zee and van de Geijn (2015), "BLIS: a framework for rapidly instantiating BLAS functionality".
/// </summary>
/// <remarks>
/// Sums are accumulated in <c>T</c> by fused multiply-adds, in blocks of <see cref="GemmBlocking.Depth"/> steps; the order depends on the
/// depth alone, so the result is the same for any number of threads and any vector width.
/// </remarks>
internal static unsafe class HostGemm
{
    /// <summary>The columns of a right factor up to which the left one is read where it lies: packing it would take as long as the product.</summary>
    private const int MostSlenderColumns = 8;

    /// <summary><c>c = alpha * a * b + beta * c</c>. Strides are arbitrary, so every transposition and storage order is covered.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="alpha">The factor of the product; the factors are not read when it is zero.</param>
    /// <param name="a">The left factor, m×k.</param>
    /// <param name="b">The right factor, k×n.</param>
    /// <param name="beta">The factor of the former content; <paramref name="c"/> is not read when it is zero.</param>
    /// <param name="c">The destination, m×n; overlaps neither factor.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply<T>(
        T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Rows != c.Rows || b.Columns != c.Columns || a.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"A {a.Rows}x{a.Columns} by {b.Rows}x{b.Columns} product does not fit a {c.Rows}x{c.Columns} destination.");
        }

        Dispatch(alpha, a, b, beta, c, maxDegreeOfParallelism, GemmRegion.Full);
    }

    /// <summary>
    /// The Gram matrix <c>c = alpha * aᵀ * a + beta * c</c>. Only the tiles on and above the diagonal are computed; the rest is their mirror
    /// image. Of the former content only the upper triangle is read, and none when <paramref name="beta"/> is zero. For <c>a * aᵀ</c> pass
    /// the transposed view.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">The matrix, m×n.</param>
    /// <param name="beta">The factor of the former content.</param>
    /// <param name="c">The destination, n×n, symmetric to the last bit afterwards.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Gram<T>(T alpha, HostMatrix<T> a, T beta, HostMatrix<T> c, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Columns != c.Rows || a.Columns != c.Columns)
        {
            throw new ArgumentException(
                $"The Gram matrix of a {a.Rows}x{a.Columns} matrix does not fit a {c.Rows}x{c.Columns} destination.");
        }

        Dispatch(alpha, a.Transposed, a, beta, c, maxDegreeOfParallelism, GemmRegion.Upper);
        MirrorUpper(c);
    }

    /// <summary>
    /// <c>c = alpha * a * aᵀ + beta * c</c> on and below the diagonal; above it, c holds no meaningful values afterwards. For the upper triangle
    /// pass the transposed view of c.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">The matrix, n×k.</param>
    /// <param name="beta">The factor of the former content.</param>
    /// <param name="c">The destination, n×n.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    public static void UpdateLower<T>(T alpha, HostMatrix<T> a, T beta, HostMatrix<T> c, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Dispatch(alpha, a, a.Transposed, beta, c, maxDegreeOfParallelism, GemmRegion.Lower);

    private static void Dispatch<T>(
        T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism, GemmRegion region)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        if (a.Columns == 0 || alpha == T.Zero)
        {
            Scale(beta, c);
            return;
        }

        if (region == GemmRegion.Full && (TryMultiplySlender(alpha, a, b, beta, c, maxDegreeOfParallelism)
            || TryMultiplySlender(alpha, b.Transposed, a.Transposed, beta, c.Transposed, maxDegreeOfParallelism)))
        {
            return;
        }

        if (c.ColumnStride != 1 && c.RowStride == 1)
        {
            // Tiles are written by rows; the transposed product writes the same memory by rows.
            (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
            region = region switch { GemmRegion.Upper => GemmRegion.Lower, GemmRegion.Lower => GemmRegion.Upper, _ => region };
        }

        if (Vector512.IsHardwareAccelerated)
        {
            PackedGemm<T, RegisterTile12<T, Vector512<T>, VectorUnit512<T>>>.Run(alpha, a, b, beta, c, maxDegreeOfParallelism, region);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            PackedGemm<T, RegisterTile6<T, Vector256<T>, VectorUnit256<T>>>.Run(alpha, a, b, beta, c, maxDegreeOfParallelism, region);
        }
        else if (AdvSimd.IsSupported)
        {
            PackedGemm<T, RegisterTile12<T, Vector128<T>, VectorUnit128<T>>>.Run(alpha, a, b, beta, c, maxDegreeOfParallelism, region);
        }
        else
        {
            PackedGemm<T, RegisterTile6<T, Vector128<T>, VectorUnit128<T>>>.Run(alpha, a, b, beta, c, maxDegreeOfParallelism, region);
        }
    }

    /// <summary>Computes a product if its right factor has few columns.</summary>
    private static bool TryMultiplySlender<T>(T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Columns > MostSlenderColumns || c.Columns > c.Rows || (a.ColumnStride != 1 && a.RowStride != 1))
        {
            return false;
        }

        if (Vector512.IsHardwareAccelerated && c.Columns > Vector256<T>.Count)
        {
            SlenderGemm<T, Vector512<T>, VectorUnit512<T>>.Run(alpha, a, b, beta, c, maxDegreeOfParallelism);
        }
        else if (Vector256.IsHardwareAccelerated && c.Columns <= Vector256<T>.Count)
        {
            SlenderGemm<T, Vector256<T>, VectorUnit256<T>>.Run(alpha, a, b, beta, c, maxDegreeOfParallelism);
        }
        else
        {
            return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MirrorUpper<T>(HostMatrix<T> c)
        where T : unmanaged
    {
        // By squares, so that the lines of either triangle stay in cache while they are used.
        const long Side = 32;
        for (long row = 0; row < c.Rows; row += Side)
        {
            long lastRow = Math.Min(c.Rows, row + Side);
            for (long column = 0; column < lastRow; column += Side)
            {
                for (long i = row; i < lastRow; i++)
                {
                    long lastColumn = Math.Min(i, column + Side);
                    for (long j = column; j < lastColumn; j++)
                    {
                        c[i, j] = c[j, i];
                    }
                }
            }
        }
    }

    private static void Scale<T>(T beta, HostMatrix<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < c.Rows; i++)
        {
            for (long j = 0; j < c.Columns; j++)
            {
                c[i, j] = beta == T.Zero ? T.Zero : beta * c[i, j];
            }
        }
    }
}
