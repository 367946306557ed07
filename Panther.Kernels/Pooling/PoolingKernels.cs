using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Pooling;

/// <summary>Poolings and their transposes: one thread an element that is written, X along the rows of planes; gathers all, so that sums have one order.</summary>
internal static class PoolingKernels
{
    /// <summary>The largest element of each window, and its place in the plane: the first of equal ones, or a NaN.</summary>
    public static void Max<T, TAxis>(ArrayView<T> input, PoolingShape s, ArrayView<T> output, ArrayView<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolingAxis
    {
        Index3D index = Grid.GlobalIndex;
        int column = index.X;
        for (long row = index.Y; row < s.Planes * s.Y.Output && column < s.X.Output; row += Grid.DimY * Group.DimY)
        {
            long plane = row / s.Y.Output;
            int window = (int)(row - (plane * s.Y.Output));
            T best = T.NegativeInfinity;
            int place = (TAxis.Start(s.Y, window) * s.X.Input) + TAxis.Start(s.X, column);
            for (int y = TAxis.Start(s.Y, window); y < TAxis.End(s.Y, window); y++)
            {
                for (int x = TAxis.Start(s.X, column); x < TAxis.End(s.X, column); x++)
                {
                    int at = (y * s.X.Input) + x;
                    T value = input[(plane * s.InputArea) + at];
                    if (value > best || T.IsNaN(value))
                    {
                        best = value;
                        place = at;
                    }
                }
            }

            output[(row * s.X.Output) + column] = best;
            places[(row * s.X.Output) + column] = place;
        }
    }

    /// <summary>The elements at places that <see cref="Max"/> found.</summary>
    public static void Pick<T>(LongIndex1D index, ArrayView<T> input, PoolingShape s, ArrayView<int> places, ArrayView<T> output)
        where T : unmanaged
        => output[index.X] = input[(index.X / s.OutputArea * s.InputArea) + places[index.X]];

    /// <summary>The transpose of <see cref="Pick"/>: for each place the sum over the windows that found it.</summary>
    public static void Place<T, TAxis>(ArrayView<T> output, PoolingShape s, ArrayView<int> places, ArrayView<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolingAxis
    {
        Index3D index = Grid.GlobalIndex;
        int x = index.X;
        for (long row = index.Y; row < s.Planes * s.Y.Input && x < s.X.Input; row += Grid.DimY * Group.DimY)
        {
            long plane = row / s.Y.Input;
            int y = (int)(row - (plane * s.Y.Input));
            T sum = T.Zero;
            for (int window = TAxis.First(s.Y, y); window <= TAxis.Last(s.Y, y); window++)
            {
                for (int column = TAxis.First(s.X, x); column <= TAxis.Last(s.X, x); column++)
                {
                    long at = (plane * s.OutputArea) + (window * s.X.Output) + column;
                    sum += places[at] == (y * s.X.Input) + x ? output[at] : T.Zero;
                }
            }

            input[(row * s.X.Input) + x] = sum;
        }
    }

    /// <summary>The average of each window.</summary>
    public static void Average<T, TAxis>(ArrayView<T> input, PoolingShape s, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolingAxis
    {
        Index3D index = Grid.GlobalIndex;
        int column = index.X;
        for (long row = index.Y; row < s.Planes * s.Y.Output && column < s.X.Output; row += Grid.DimY * Group.DimY)
        {
            long plane = row / s.Y.Output;
            int window = (int)(row - (plane * s.Y.Output));
            T sum = T.Zero;
            for (int y = TAxis.Start(s.Y, window); y < TAxis.End(s.Y, window); y++)
            {
                for (int x = TAxis.Start(s.X, column); x < TAxis.End(s.X, column); x++)
                {
                    sum += input[(plane * s.InputArea) + (y * s.X.Input) + x];
                }
            }

            output[(row * s.X.Output) + column] = sum / T.CreateTruncating(TAxis.Divisor(s.Y, window) * TAxis.Divisor(s.X, column));
        }
    }

    /// <summary>The transpose of <see cref="Average"/>: for each place the sum over its windows, divided by their divisors.</summary>
    public static void Spread<T, TAxis>(ArrayView<T> output, PoolingShape s, ArrayView<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAxis : struct, IPoolingAxis
    {
        Index3D index = Grid.GlobalIndex;
        int x = index.X;
        for (long row = index.Y; row < s.Planes * s.Y.Input && x < s.X.Input; row += Grid.DimY * Group.DimY)
        {
            long plane = row / s.Y.Input;
            int y = (int)(row - (plane * s.Y.Input));
            T sum = T.Zero;
            for (int window = TAxis.First(s.Y, y); window <= TAxis.Last(s.Y, y); window++)
            {
                for (int column = TAxis.First(s.X, x); column <= TAxis.Last(s.X, x); column++)
                {
                    sum += output[(plane * s.OutputArea) + (window * s.X.Output) + column]
                        / T.CreateTruncating(TAxis.Divisor(s.Y, window) * TAxis.Divisor(s.X, column));
                }
            }

            input[(row * s.X.Input) + x] = sum;
        }
    }
}
