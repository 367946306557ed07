using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// The triangle and the pivots of a QR factorisation with column pivoting of a well conditioned matrix, from the Cholesky factorisation of its Gram matrix with
/// diagonal pivoting (Lucas, "LAPACK-style codes for level 2 and 3 pivoted Cholesky factorizations", LAPACK Working Note 161, 2004): the pivots are the same, but for
/// columns whose rests are equally long up to rounding, and nearly all work is in matrix products.
/// </summary>
/// <remarks>Of rests whose computed lengths are equal the first is taken. The result does not depend on the number of threads.</remarks>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class PivotedGram<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    private const int BlockRows = 32;

    // The triangle loses as many digits more than that of reflections as its condition number has; a diagonal that falls further says so early.
    private const double MostCondition = 256;

    private static readonly T s_leastSquare = T.ScaleB(T.One, -8);

    // Above this what products of elements lose by underflow is below the rounding of their sums.
    private static readonly T s_smallest = T.ScaleB(T.One, typeof(T) == typeof(float) ? -100 : -990);

    private readonly HostMatrix<T> _gram;
    private readonly int _order;
    private readonly int _degree;

    // What is left of the columns' squared norms.
    private readonly T[] _left;

    // The columns in their places, and those at the end of each block.
    private readonly int[] _pivots;
    private readonly List<int[]> _orders = [];

    private PivotedGram(HostMatrix<T> gram, int degree)
    {
        (_gram, _order, _degree) = (gram, (int)gram.Rows, degree);
        _left = new T[_order];
        _pivots = [.. Enumerable.Range(0, _order)];
        for (int j = 0; j < _order; j++)
        {
            _left[j] = gram[j, j];
        }
    }

    /// <summary>
    /// Factors, unless the diagonal of R turns out to fall to a sixteenth of its largest element, the condition number behind a flatter one is above 256 all the same, or squares of elements
    /// are out of range.
    /// </summary>
    /// <param name="a">The matrix, m×n; not changed.</param>
    /// <param name="pivots">Receives the column that stands in each place of the pivoted order.</param>
    /// <param name="r">Receives R, n×n, its diagonal positive.</param>
    /// <param name="degree">The most threads to use.</param>
    /// <returns>Whether <paramref name="pivots"/> and <paramref name="r"/> are the factors; they may have been written all the same.</returns>
    public static bool TryFactor(HostMatrix<T> a, Span<int> pivots, HostMatrix<T> r, int degree)
    {
        // The loops over rows have no remainder.
        using var storage = new HostScratch<T>(a.Columns, (GemmBlocking.Panels(a.Columns, TUnit.Width) + 1) * TUnit.Width);
        HostMatrix<T> gram = storage.View.Block(0, 0, a.Columns, a.Columns);
        HostGemm.UpdateLower(T.One, a.Transposed, T.Zero, gram.Transposed, degree);
        var factor = new PivotedGram<T, TVector, TUnit>(gram, degree);
        if (!factor.TryFactor())
        {
            return false;
        }

        factor._pivots.CopyTo(pivots);
        factor.CopyTriangle(r);
        return InverseGrowth.Estimate(r) <= MostCondition;
    }

    private bool TryFactor()
    {
        T limit = T.Max(_left.Max() * s_leastSquare, s_smallest);
        for (int start = 0; start < _order; start += BlockRows)
        {
            int end = Math.Min(start + BlockRows, _order), rest = _order - end;
            for (int c = start; c < end; c++)
            {
                int pivot = Longest(c);
                if (!(_left[pivot] > limit))
                {
                    return false;
                }

                Exchange(start, c, pivot);
                FactorRow(start, c);
            }

            _orders.Add([.. _pivots]);
            HostMatrix<T> done = _gram.Block(start, end, end - start, rest);
            HostGemm.UpdateLower(T.NegativeOne, done.Transposed, T.One, _gram.Block(end, end, rest, rest).Transposed, _degree);
        }

        return true;
    }

    /// <summary>Turns a row of what is left of the Gram matrix into one of R.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorRow(int start, int c)
    {
        T* row = Row(c) + c + 1;
        long tail = _order - c - 1;
        for (int i = start; i < c; i++)
        {
            VectorLoops<T, TVector, TUnit>.SubtractMultiple(Row(i)[c], Row(i) + c + 1, row, tail);
        }

        T root = T.Sqrt(_left[c]);
        Row(c)[c] = root;
        VectorLoops<T, TVector, TUnit>.Scale(T.One / root, row, tail);
        for (int j = 0; j < tail; j++)
        {
            _left[c + 1 + j] -= row[j] * row[j];
        }
    }

    private int Longest(int first)
    {
        int longest = first;
        for (int j = first + 1; j < _order; j++)
        {
            longest = _left[j] > _left[longest] ? j : longest;
        }

        return longest;
    }

    /// <summary>Exchanges two columns in the block's rows of R, and the same rows and columns of what is left of the Gram matrix, of which only the upper half counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Exchange(int start, int first, int second)
    {
        if (first == second)
        {
            return;
        }

        (_left[first], _left[second]) = (_left[second], _left[first]);
        (_pivots[first], _pivots[second]) = (_pivots[second], _pivots[first]);
        for (int i = start; i < first; i++)
        {
            T* row = Row(i);
            (row[first], row[second]) = (row[second], row[first]);
        }

        T* x = Row(first), y = Row(second);
        for (int j = first + 1; j < second; j++)
        {
            T* between = Row(j);
            (x[j], between[second]) = (between[second], x[j]);
        }

        for (int j = second + 1; j < _order; j++)
        {
            (x[j], y[j]) = (y[j], x[j]);
        }
    }

    /// <summary>Copies R, each block of rows in the order that its columns have in the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyTriangle(HostMatrix<T> r)
    {
        var placeOf = new int[_order];
        for (int i = 0; i < _order; i++)
        {
            if (i % BlockRows == 0)
            {
                int[] order = _orders[i / BlockRows];
                for (int j = 0; j < _order; j++)
                {
                    placeOf[order[j]] = j;
                }
            }

            T* row = Row(i);
            for (int j = 0; j < _order; j++)
            {
                r[i, j] = j < i ? T.Zero : row[placeOf[_pivots[j]]];
            }
        }
    }

    private T* Row(int i) => _gram.Pointer + i * _gram.RowStride;
}
