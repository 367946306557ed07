using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Pooling.Host;

/// <summary>
/// Poolings on the host's cores, one core a plane: windows are short and lie across the lanes of vectors, so plain loops are faster than kernels. Transposes add to a plane window by window.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class PoolingOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PoolingShape shape;
    private readonly HostWindows rows;
    private readonly HostWindows columns;
    private readonly T* input;
    private readonly T* output;
    private readonly int* places;

    private PoolingOnHost(DeviceStream stream, PoolingShape shape, ArrayView<T> input, ArrayView<T> output, ArrayView<int> places)
    {
        this.shape = shape;
        rows = HostWindows.Of(shape.Y, shape.IsAdaptive);
        columns = HostWindows.Of(shape.X, shape.IsAdaptive);
        this.input = stream.HostPointer(input);
        this.output = stream.HostPointer(output);
        this.places = places.Length == 0 ? null : stream.HostPointer(places);
    }

    /// <summary>See <see cref="Poolings.Max"/>.</summary>
    public static void Max(DeviceStream stream, PoolingShape shape, ArrayView<T> input, ArrayView<T> output, ArrayView<int> places)
        => Enqueue(stream, "Largest elements of windows", new(stream, shape, input, output, places), static (w, plane) => w.Max(plane));

    /// <summary>See <see cref="Poolings.Place"/>.</summary>
    public static void Place(DeviceStream stream, PoolingShape shape, ArrayView<T> output, ArrayView<int> places, ArrayView<T> input)
        => Enqueue(stream, "Gradients of largest elements", new(stream, shape, input, output, places), static (w, plane) => w.Place(plane));

    /// <summary>See <see cref="Poolings.Average"/>.</summary>
    public static void Average(DeviceStream stream, PoolingShape shape, ArrayView<T> input, ArrayView<T> output)
        => Enqueue(stream, "Averages of windows", new(stream, shape, input, output, default), static (w, plane) => w.Average(plane));

    /// <summary>See <see cref="Poolings.Spread"/>.</summary>
    public static void Spread(DeviceStream stream, PoolingShape shape, ArrayView<T> output, ArrayView<T> input)
        => Enqueue(stream, "Gradients of averages", new(stream, shape, input, output, default), static (w, plane) => w.Spread(plane));

    private static void Enqueue(DeviceStream stream, string name, PoolingOnHost<T> work, Action<PoolingOnHost<T>, long> body)
        => stream.EnqueueHost(name, (work, body), static (w, parallel) => parallel.For(w.work.shape.Planes, w, static (w, first, last, _) =>
        {
            for (long plane = first; plane < last; plane++)
            {
                w.body(w.work, plane);
            }
        }));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Max(long plane)
    {
        T* from = input + (plane * shape.InputArea);
        long at = plane * shape.OutputArea;
        for (int i = 0; i < shape.Y.Output; i++)
        {
            for (int j = 0; j < shape.X.Output; j++, at++)
            {
                int place = (rows.Starts[i] * shape.X.Input) + columns.Starts[j];
                T best = T.NegativeInfinity;
                for (int y = rows.Starts[i]; y < rows.Ends[i]; y++)
                {
                    for (int x = columns.Starts[j]; x < columns.Ends[j]; x++)
                    {
                        // Which element is the largest cannot be predicted, so nothing branches on it.
                        int candidate = (y * shape.X.Input) + x;
                        T value = from[candidate];
                        int taken = -Unsafe.BitCast<bool, byte>(value > best | T.IsNaN(value));
                        place ^= (place ^ candidate) & taken;
                        best = T.Max(best, value);
                    }
                }

                output[at] = best;
                places[at] = place;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(long plane)
    {
        T* to = input + (plane * shape.InputArea);
        new Span<T>(to, shape.InputArea).Clear();
        for (long at = plane * shape.OutputArea; at < (plane + 1) * shape.OutputArea; at++)
        {
            to[places[at]] += output[at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Average(long plane)
    {
        T* from = input + (plane * shape.InputArea);
        T* to = output + (plane * shape.OutputArea);
        for (int i = 0; i < shape.Y.Output; i++)
        {
            for (int j = 0; j < shape.X.Output; j++)
            {
                T sum = T.Zero;
                for (int y = rows.Starts[i]; y < rows.Ends[i]; y++)
                {
                    for (int x = columns.Starts[j]; x < columns.Ends[j]; x++)
                    {
                        sum += from[(y * shape.X.Input) + x];
                    }
                }

                *to++ = sum / T.CreateTruncating(rows.Divisors[i] * columns.Divisors[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(long plane)
    {
        T* from = output + (plane * shape.OutputArea);
        T* to = input + (plane * shape.InputArea);
        new Span<T>(to, shape.InputArea).Clear();
        for (int i = 0; i < shape.Y.Output; i++)
        {
            for (int j = 0; j < shape.X.Output; j++)
            {
                T part = *from++ / T.CreateTruncating(rows.Divisors[i] * columns.Divisors[j]);
                for (int y = rows.Starts[i]; y < rows.Ends[i]; y++)
                {
                    for (int x = columns.Starts[j]; x < columns.Ends[j]; x++)
                    {
                        to[(y * shape.X.Input) + x] += part;
                    }
                }
            }
        }
    }
}
