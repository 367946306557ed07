using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Pooling;

/// <summary>
/// Largest elements of windows that are two places wide and tile rows of even width, as those of 2×2 usually do: one thread a window, which reads and writes its rows in pairs. As no place is in two windows,
/// the gradient needs no search for them.
/// </summary>
internal static class PairedPooling
{
    /// <summary>Whether windows are of this kind, and their numbers small enough.</summary>
    public static bool Covers<T>(PoolingShape s, ArrayView<T> input)
        where T : unmanaged
        => !s.IsAdaptive && s.X is { Size: 2, Stride: 2, Padding: 0 } && s.Y.Size == s.Y.Stride && s.Y.Padding == 0 && s.X.Input % 2 == 0
            && s.Planes * s.OutputArea <= int.MaxValue && input.IsAlignedTo(2 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());

    /// <summary>See <see cref="Poolings.Max"/>.</summary>
    public static void Max<T>(DeviceStream stream, PoolingShape s, ArrayView<T> input, ArrayView<T> output, ArrayView<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
        => stream.Device.LoadKernel<Index1D, ArrayView<Pair<T>>, PoolingShape, FastDivisor, FastDivisor, ArrayView<T>, ArrayView<int>>(MaxKernel)
            .Launch(stream, (int)(s.Planes * s.OutputArea), input.Cast<Pair<T>>(), s, new FastDivisor(s.X.Output), new FastDivisor(s.Y.Output), output, places);

    /// <summary>See <see cref="Poolings.Place"/>.</summary>
    public static void Place<T>(DeviceStream stream, PoolingShape s, ArrayView<T> output, ArrayView<int> places, ArrayView<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
        => stream.Device.LoadKernel<Index1D, ArrayView<T>, PoolingShape, FastDivisor, FastDivisor, ArrayView<int>, ArrayView<Pair<T>>>(PlaceKernel)
            .Launch(stream, (int)(s.Planes * s.OutputArea), output, s, new FastDivisor(s.X.Output), new FastDivisor(s.Y.Output), places, input.Cast<Pair<T>>());

    private static void MaxKernel<T>(
        Index1D index, ArrayView<Pair<T>> input, PoolingShape s, FastDivisor columns, FastDivisor rows, ArrayView<T> output, ArrayView<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int plane, int row, int column) = Window(index.X, columns, rows);
        int first = (row * s.Y.Size * columns.Value) + column;
        long pairs = (long)plane * s.Y.Input * columns.Value;
        T best = T.NegativeInfinity;
        int place = 2 * first;
        for (int y = 0; y < s.Y.Size; y++)
        {
            int at = first + (y * columns.Value);
            Pair<T> pair = input[pairs + at];
            if (pair.X > best || T.IsNaN(pair.X))
            {
                best = pair.X;
                place = 2 * at;
            }

            if (pair.Y > best || T.IsNaN(pair.Y))
            {
                best = pair.Y;
                place = (2 * at) + 1;
            }
        }

        output[index.X] = best;
        places[index.X] = place;
    }

    private static void PlaceKernel<T>(
        Index1D index, ArrayView<T> output, PoolingShape s, FastDivisor columns, FastDivisor rows, ArrayView<int> places, ArrayView<Pair<T>> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int plane, int row, int column) = Window(index.X, columns, rows);
        long pairs = (long)plane * s.Y.Input * columns.Value;
        T value = output[index.X];
        int place = places[index.X];

        // The last window of a plane also writes the rows that are in none.
        int end = row == rows.Value - 1 ? s.Y.Input : (row + 1) * s.Y.Size;
        for (int y = row * s.Y.Size; y < end; y++)
        {
            int at = (y * columns.Value) + column;
            input[pairs + at] = new Pair<T>(place == 2 * at ? value : T.Zero, place == (2 * at) + 1 ? value : T.Zero);
        }
    }

    private static (int Plane, int Row, int Column) Window(int index, FastDivisor columns, FastDivisor rows)
    {
        int line = columns.Quotient(index);
        int plane = rows.Quotient(line);
        return (plane, line - (plane * rows.Value), index - (line * columns.Value));
    }
}
