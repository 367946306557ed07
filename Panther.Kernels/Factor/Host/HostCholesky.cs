using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>The Cholesky factorisation on the host processor, by recursive halving on top of <see cref="HostGemm"/>.</summary>
/// <remarks>Sums are accumulated in <c>T</c>; the result is the same for any number of threads.</remarks>
internal static class HostCholesky
{
    private const int BlockOrder = 32;

    /// <summary>
    /// Overwrites the lower triangle of <paramref name="a"/> by L with <c>a = L * Lᵀ</c>. The upper triangle is neither read nor left
    /// meaningful. For the upper factor <c>a = Rᵀ * R</c> pass the transposed view.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="a">The symmetric matrix, n×n.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    /// <returns>
    /// -1, or the first column whose pivot is not a positive finite number: then the matrix is not positive definite to working precision, the
    /// columns before hold their part of L and the rest is undefined.
    /// </returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static long Factor<T>(HostMatrix<T> a, int maxDegreeOfParallelism = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A {a.Rows}x{a.Columns} matrix has no Cholesky factor.");
        }

        long n = a.Rows;
        if (n <= BlockOrder)
        {
            return FactorBlock(a);
        }

        long half = GemmBlocking.Panels(n / 2, BlockOrder) * BlockOrder;
        half = half == n ? n / 2 : half;
        HostMatrix<T> first = a.Block(0, 0, half, half);
        HostMatrix<T> below = a.Block(half, 0, n - half, half);
        HostMatrix<T> second = a.Block(half, half, n - half, n - half);
        long failed = Factor(first, maxDegreeOfParallelism);
        if (failed >= 0)
        {
            return failed;
        }

        HostTriangular.SolveRight(upper: true, unitDiagonal: false, first.Transposed, below, maxDegreeOfParallelism);
        HostGemm.UpdateLower(T.NegativeOne, below, T.One, second, maxDegreeOfParallelism);
        failed = Factor(second, maxDegreeOfParallelism);
        return failed < 0 ? failed : half + failed;
    }

    // Right-looking on rows of Lᵀ, which are contiguous in the scratch block.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe long FactorBlock<T>(HostMatrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = (int)a.Rows;
        Span<T> block = stackalloc T[BlockOrder * BlockOrder];
        for (int k = 0; k < n; k++)
        {
            for (int i = k; i < n; i++)
            {
                block[k * BlockOrder + i] = a[i, k];
            }
        }

        int column = 0;
        for (; column < n; column++)
        {
            Span<T> row = block.Slice(column * BlockOrder, BlockOrder);
            T pivot = row[column];
            if (!(pivot > T.Zero) || !T.IsFinite(pivot))
            {
                break;
            }

            T root = T.Sqrt(pivot);
            row[column] = root;
            for (int i = column + 1; i < n; i++)
            {
                row[i] /= root;
            }

            for (int i = column + 1; i < n; i++)
            {
                SubtractMultiple(row[i..n], row[i], block.Slice(i * BlockOrder + i, n - i));
            }
        }

        for (int k = 0; k < column; k++)
        {
            for (int i = k; i < n; i++)
            {
                a[i, k] = block[k * BlockOrder + i];
            }
        }

        return column < n ? column : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractMultiple<T>(ReadOnlySpan<T> source, T factor, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= source.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (new Vector<T>(destination[i..]) - new Vector<T>(source[i..]) * factor).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] -= source[i] * factor;
        }
    }
}
