using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Factor;

/// <summary>
/// The steps of a Householder QR factorisation with column pivoting (Businger and Golub 1965). Each column of the matrix is contiguous and stays
/// where it is; a step is one launch, in which every group finds the pivot anew and a warp reflects one column after another.
/// </summary>
/// <remarks>
/// A step reads all that is left of the matrix anyway, so it sums the squares of what it leaves: there is no downdating of norms to go wrong
/// (Drmač and Bujanović, LAPACK Working Note 176, on what does).
/// </remarks>
internal static class PivotedReflectionKernels
{
    /// <summary>The threads of a group, where it may have as many.</summary>
    public const int MostThreads = 128;

    // The elements that a thread reads ahead.
    private const int Run = 8;

    /// <summary>Sums the squares of each column; a warp takes one column after another.</summary>
    /// <param name="columns">The columns, one behind the other.</param>
    /// <param name="rows">The elements of a column.</param>
    /// <param name="count">The columns.</param>
    /// <param name="squares">Receives the sums.</param>
    /// <param name="threads">The threads of a group, a multiple of the warp's size.</param>
    public static void Squares<T>(ArrayView<T> columns, int rows, int count, ArrayView<T> squares, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int column = FirstColumn(threads); column < count; column += ColumnStep(threads))
        {
            long start = (long)column * rows;
            T sum = T.Zero;
            for (int i = Warp.LaneIdx; i < rows; i += Warp.WarpSize)
            {
                T value = columns[start + i];
                sum = T.FusedMultiplyAdd(value, value, sum);
            }

            sum = WarpSum(sum);
            if (Warp.LaneIdx == 0)
            {
                squares[column] = sum;
            }
        }
    }

    /// <summary>
    /// Takes the longest remaining column x as the pivot and reflects the others by H = I - u uᵀ / (β(β - α)), u = x - β e₁, where α is the first
    /// element of x and β = -sign(α)‖x‖. The pivot's own column is left as it is.
    /// </summary>
    /// <param name="columns">The columns, one behind the other.</param>
    /// <param name="rows">The elements of a column.</param>
    /// <param name="count">The columns.</param>
    /// <param name="squares">The squared norms of the columns from row <paramref name="step"/> on; negative for former pivots.</param>
    /// <param name="squaresLeft">Receives those from the next row on.</param>
    /// <param name="diagonal">Receives β at <paramref name="step"/>.</param>
    /// <param name="pivots">Receives the pivot at <paramref name="step"/>.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="least">Columns whose squared norms are not above this count as zero; its inverse is in range.</param>
    /// <param name="threads">The threads of a group, a multiple of the warp's size.</param>
    public static void Reflect<T>(
        ArrayView<T> columns,
        int rows,
        int count,
        ArrayView<T> squares,
        ArrayView<T> squaresLeft,
        ArrayView<T> diagonal,
        ArrayView<int> pivots,
        int step,
        T least,
        SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pivot = Longest(squares, count, threads);
        T square = squares[pivot];
        long pivotStart = (long)pivot * rows;
        T alpha = columns[pivotStart + step];
        T beta = alpha < T.Zero ? T.Sqrt(square) : -T.Sqrt(square);

        // Where all that is left is zero any column will do, and the reflection is the identity.
        T scale = square > least ? T.One / (beta * (beta - alpha)) : T.Zero;
        if (Grid.IdxX == 0 && Group.IdxX == 0)
        {
            pivots[step] = pivot;
            diagonal[step] = beta;
        }

        for (int column = FirstColumn(threads); column < count; column += ColumnStep(threads))
        {
            T left = T.NegativeOne;
            if (squares[column] >= T.Zero && column != pivot)
            {
                long start = (long)column * rows;
                T dot = WarpSum(Dot(columns, pivotStart, start, rows, step, alpha - beta));
                left = WarpSum(Subtract(columns, pivotStart, start, rows, step, alpha - beta, dot * scale));
            }

            if (Warp.LaneIdx == 0)
            {
                squaresLeft[column] = left;
            }
        }
    }

    /// <summary>Puts the columns that have been no pivots behind those that have, in their order; one thread a column.</summary>
    /// <param name="index">The column.</param>
    /// <param name="squares">Negative for pivots.</param>
    /// <param name="pivots">Holds the pivots; receives the others behind them.</param>
    /// <param name="steps">The number of pivots.</param>
    public static void PlaceOthers<T>(Index1D index, ArrayView<T> squares, ArrayView<int> pivots, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (squares[index.X] >= T.Zero)
        {
            int place = steps;
            for (int j = 0; j < index.X; j++)
            {
                place += squares[j] >= T.Zero ? 1 : 0;
            }

            pivots[place] = index.X;
        }
    }

    /// <summary>Writes R with a diagonal that is not negative, its columns in the pivoted order; one thread an element of a steps×count plane.</summary>
    /// <param name="index">Column and row.</param>
    /// <param name="columns">The reflected columns.</param>
    /// <param name="rows">The elements of a column.</param>
    /// <param name="diagonal">The diagonal.</param>
    /// <param name="pivots">The columns in the pivoted order.</param>
    /// <param name="triangle">Receives R by rows.</param>
    /// <param name="leadingDimension">The distance between its rows.</param>
    public static void WriteTriangle<T>(
        Index2D index, ArrayView<T> columns, int rows, ArrayView<T> diagonal, ArrayView<int> pivots, ArrayView<T> triangle, long leadingDimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int column = index.X;
        int row = index.Y;
        T own = diagonal[row];
        T value = column < row ? T.Zero : column == row ? own : columns[((long)pivots[column] * rows) + row];
        triangle[(row * leadingDimension) + column] = own < T.Zero ? -value : value;
    }

    private static int FirstColumn(int threads) => (Grid.IdxX * (threads / Warp.WarpSize)) + Warp.WarpIdx;

    private static int ColumnStep(int threads) => Grid.DimX * (threads / Warp.WarpSize);

    /// <summary>The place of the largest element, the first of equals, to all threads of the group.</summary>
    private static int Longest<T>(ArrayView<T> squares, int count, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> bests = SharedMemory.Allocate<T>(threads);
        ArrayView<int> places = SharedMemory.Allocate<int>(threads);
        T best = T.NegativeOne;
        int place = 0;
        for (int j = Group.IdxX; j < count; j += threads)
        {
            T square = squares[j];
            if (square > best)
            {
                best = square;
                place = j;
            }
        }

        for (int half = Warp.WarpSize / 2; half > 0; half >>= 1)
        {
            T other = Warp.ShuffleXor(best, half);
            int otherPlace = Warp.ShuffleXor(place, half);
            bool better = other > best || (other == best && otherPlace < place);
            best = better ? other : best;
            place = better ? otherPlace : place;
        }

        if (Warp.LaneIdx == 0)
        {
            bests[Warp.WarpIdx] = best;
            places[Warp.WarpIdx] = place;
        }

        Group.Barrier();
        best = bests[0];
        place = places[0];
        for (int w = 1; w < threads / Warp.WarpSize; w++)
        {
            bool better = bests[w] > best || (bests[w] == best && places[w] < place);
            best = better ? bests[w] : best;
            place = better ? places[w] : place;
        }

        return place;
    }

    /// <summary>A lane's part of the inner product of the reflection's vector u and a column.</summary>
    private static T Dot<T>(ArrayView<T> columns, long pivotStart, long start, int rows, int step, T head)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        var u = new T[Run];
        var y = new T[Run];
        for (int i = step + Warp.LaneIdx; i < rows; i += Run * Warp.WarpSize)
        {
            for (int q = 0; q < Run; q++)
            {
                Unroll.Full();
                int row = i + (q * Warp.WarpSize);
                bool inside = row < rows;
                u[q] = row == step ? head : inside ? columns[pivotStart + row] : T.Zero;
                y[q] = inside ? columns[start + row] : T.Zero;
            }

            for (int q = 0; q < Run; q++)
            {
                Unroll.Full();
                sum = T.FusedMultiplyAdd(u[q], y[q], sum);
            }
        }

        return sum;
    }

    /// <summary>Subtracts a multiple of u from a column; returns a lane's part of the squares that stay below the first row.</summary>
    private static T Subtract<T>(ArrayView<T> columns, long pivotStart, long start, int rows, int step, T head, T weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = step + Warp.LaneIdx; i < rows; i += Warp.WarpSize)
        {
            T u = i == step ? head : columns[pivotStart + i];
            T value = T.FusedMultiplyAdd(-weight, u, columns[start + i]);
            columns[start + i] = value;
            sum = i == step ? sum : T.FusedMultiplyAdd(value, value, sum);
        }

        return sum;
    }

    private static T WarpSum<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int half = Warp.WarpSize / 2; half > 0; half >>= 1)
        {
            value += Warp.ShuffleXor(value, half);
        }

        return value;
    }
}
