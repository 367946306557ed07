using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>Substitution with a triangle of at most <see cref="MaxOrder"/> rows: the end of the recursion of <see cref="HostTriangular"/>.</summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal static unsafe class TriangularBlock<T, TVector, TUnit>
    where T : unmanaged
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <summary>The most rows of the triangle.</summary>
    public const int MaxOrder = 32;

    private static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * TUnit.Width;
    }

    /// <summary><c>b = t⁻¹ * b</c>.</summary>
    /// <param name="upper">Which triangle of <paramref name="t"/> counts.</param>
    /// <param name="unitDiagonal">Whether the diagonal is taken as ones, unread.</param>
    /// <param name="t">The triangle, n×n.</param>
    /// <param name="b">The right-hand sides, n×r, overwritten by the solutions.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve(bool upper, bool unitDiagonal, HostMatrix<T> t, HostMatrix<T> b)
    {
        long n = t.Rows;
        T* triangle = stackalloc T[MaxOrder * MaxOrder];
        T* panel = stackalloc T[MaxOrder * Width];
        for (long i = 0; i < n; i++)
        {
            for (long p = upper ? i : 0; p <= (upper ? n - 1 : i); p++)
            {
                triangle[i * MaxOrder + p] = t[i, p];
            }
        }

        for (long column = 0; column < b.Columns; column += Width)
        {
            T* source = b.Pointer + column * b.ColumnStride;
            long lanes = Math.Min(Width, b.Columns - column);
            PanelPacking.Pack(source, b.ColumnStride, b.RowStride, lanes, n, Width, panel);
            for (long step = 0; step < n; step++)
            {
                long row = upper ? n - 1 - step : step;
                SolveRow(triangle + row * MaxOrder, panel, row, upper ? row + 1 : 0, upper ? n : row, unitDiagonal);
            }

            HostMatrix<T>.RowMajor(panel, n, lanes, Width).CopyTo(b.Block(0, column, n, lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SolveRow(T* coefficients, T* panel, long row, long first, long last, bool unitDiagonal)
    {
        T* own = panel + row * Width;
        TVector a = TUnit.Load(own), b = TUnit.Load(own + TUnit.Width);
        TVector c = TUnit.Load(own + 2 * TUnit.Width), d = TUnit.Load(own + 3 * TUnit.Width);
        for (long p = first; p < last; p++)
        {
            T* known = panel + p * Width;
            TVector factor = TUnit.Broadcast(coefficients[p]);
            a = TUnit.MultiplySubtract(factor, TUnit.Load(known), a);
            b = TUnit.MultiplySubtract(factor, TUnit.Load(known + TUnit.Width), b);
            c = TUnit.MultiplySubtract(factor, TUnit.Load(known + 2 * TUnit.Width), c);
            d = TUnit.MultiplySubtract(factor, TUnit.Load(known + 3 * TUnit.Width), d);
        }

        if (!unitDiagonal)
        {
            TVector pivot = TUnit.Broadcast(coefficients[row]);
            a = TUnit.Divide(a, pivot);
            b = TUnit.Divide(b, pivot);
            c = TUnit.Divide(c, pivot);
            d = TUnit.Divide(d, pivot);
        }

        TUnit.Store(a, own);
        TUnit.Store(b, own + TUnit.Width);
        TUnit.Store(c, own + 2 * TUnit.Width);
        TUnit.Store(d, own + 3 * TUnit.Width);
    }
}
