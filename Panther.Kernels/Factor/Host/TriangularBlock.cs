using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>Substitution with a triangle of at most <see cref="MaxOrder"/> rows: the end of the recursion of <see cref="HostTriangular"/>.</summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal static unsafe class TriangularBlock<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <summary>The most rows of the triangle.</summary>
    public const int MaxOrder = 32;

    private static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8 * TUnit.Width;
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

    // As many sums as hide the latency of a multiply-add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SolveRow(T* coefficients, T* panel, long row, long first, long last, bool unitDiagonal)
    {
        T* own = panel + row * Width;
        TVector a = Part(own, 0), b = Part(own, 1), c = Part(own, 2), d = Part(own, 3);
        TVector e = Part(own, 4), f = Part(own, 5), g = Part(own, 6), h = Part(own, 7);
        for (long p = first; p < last; p++)
        {
            T* known = panel + p * Width;
            TVector factor = TUnit.Broadcast(coefficients[p]);
            a = TUnit.MultiplySubtract(factor, Part(known, 0), a);
            b = TUnit.MultiplySubtract(factor, Part(known, 1), b);
            c = TUnit.MultiplySubtract(factor, Part(known, 2), c);
            d = TUnit.MultiplySubtract(factor, Part(known, 3), d);
            e = TUnit.MultiplySubtract(factor, Part(known, 4), e);
            f = TUnit.MultiplySubtract(factor, Part(known, 5), f);
            g = TUnit.MultiplySubtract(factor, Part(known, 6), g);
            h = TUnit.MultiplySubtract(factor, Part(known, 7), h);
        }

        if (!unitDiagonal)
        {
            T pivot = coefficients[row], inverse = T.One / pivot;
            if (T.IsNormal(pivot) && T.IsNormal(inverse))
            {
                TVector divisor = TUnit.Broadcast(pivot), factor = TUnit.Broadcast(inverse);
                a = Quotient(a, divisor, factor);
                b = Quotient(b, divisor, factor);
                c = Quotient(c, divisor, factor);
                d = Quotient(d, divisor, factor);
                e = Quotient(e, divisor, factor);
                f = Quotient(f, divisor, factor);
                g = Quotient(g, divisor, factor);
                h = Quotient(h, divisor, factor);
            }
            else
            {
                TVector divisor = TUnit.Broadcast(pivot);
                a = TUnit.Divide(a, divisor);
                b = TUnit.Divide(b, divisor);
                c = TUnit.Divide(c, divisor);
                d = TUnit.Divide(d, divisor);
                e = TUnit.Divide(e, divisor);
                f = TUnit.Divide(f, divisor);
                g = TUnit.Divide(g, divisor);
                h = TUnit.Divide(h, divisor);
            }
        }

        TUnit.Store(a, own);
        TUnit.Store(b, own + TUnit.Width);
        TUnit.Store(c, own + 2 * TUnit.Width);
        TUnit.Store(d, own + 3 * TUnit.Width);
        TUnit.Store(e, own + 4 * TUnit.Width);
        TUnit.Store(f, own + 5 * TUnit.Width);
        TUnit.Store(g, own + 6 * TUnit.Width);
        TUnit.Store(h, own + 7 * TUnit.Width);
    }

    /// <summary>
    /// x / divisor, rounded as a division is: from the rounded inverse, one step of correction gives the rounded quotient (Markstein, "Computation of elementary
    /// functions on the IBM RISC System/6000 processor", IBM J. Res. Dev. 34, 1990). A division of vectors takes as long as sixteen multiply-adds.
    /// Where the quotient is infinite this gives NaN, and where the remainder underflows the last digit may differ.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Quotient(TVector x, TVector divisor, TVector inverse)
    {
        TVector quotient = TUnit.Multiply(x, inverse);
        return TUnit.MultiplyAdd(TUnit.MultiplySubtract(quotient, divisor, x), inverse, quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Part(T* row, int number) => TUnit.Load(row + number * TUnit.Width);
}
