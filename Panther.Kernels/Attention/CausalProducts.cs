using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention.Host;

namespace Panther.Kernels.Attention;

/// <summary>Enqueues sums over what lies before, or behind, each row.</summary>
internal static class CausalProducts
{
    /// <summary>Groups of threads for each multiprocessor that keep it busy.</summary>
    private const int WantedGroups = 6;

    /// <summary>The chunks that are worth a segment of their own: its sums are written and read once more.</summary>
    private const int LeastChunks = 8;

    /// <summary>
    /// output[t] = Σ (left[t]·right[s])·values[s] over s ≤ t, or over s ≥ t: linear in the rows, without a matrix of scores. Accumulated in the element type, in a fixed order.
    /// </summary>
    /// <exception cref="ArgumentException">There are so many features that their sums do not fit the device's shared memory.</exception>
    public static void Enqueue<T>(DeviceStream stream, CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            CausalOnHost<T>.Enqueue(stream, a);
        }
        else
        {
            Launch(stream, a);
        }
    }

    /// <summary>Runs the kernels.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="a">The operands.</param>
    /// <param name="segments">How many parts each head is cut into, or 0 for as many as occupy the device.</param>
    internal static void Launch<T>(DeviceStream stream, CausalArguments<T> a, int segments = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Tile = CausalKernels.Tile;
        int bytes = checked(CausalKernels.StateLength(a.Features) * Unsafe.SizeOf<T>());
        int fixedBytes = CausalKernels.StateLength(Tile) * 4 * Unsafe.SizeOf<T>();
        if (bytes + fixedBytes > stream.Device.MaxSharedBytesPerGroup)
        {
            throw new ArgumentException(
                $"{a.Features} features need {bytes + fixedBytes} bytes of shared memory, but {stream.Device.Id} has {stream.Device.MaxSharedBytesPerGroup}.");
        }

        int chunks = (a.Rows + Tile - 1) / Tile;
        long groups = (long)a.Heads * ((a.Size + Tile - 1) / Tile);
        segments = segments > 0 ? segments : SegmentsFor(stream.Device, groups, chunks);
        a.SegmentRows = (chunks + segments - 1) / segments * Tile;
        a.Segments = (a.Rows + a.SegmentRows - 1) / a.SegmentRows;
        var config = new KernelConfig(
            new Index2D(checked((int)(groups * a.Segments)), 1), new Index2D(CausalKernels.Side, CausalKernels.Side), bytes);
        var options = new JitOptions { MaxThreadsPerGroup = CausalKernels.Side * CausalKernels.Side };
        Kernel<CausalArguments<T>> multiply = stream.Device.LoadKernel<CausalArguments<T>>(CausalKernels.Multiply<T>, options);
        if (a.Segments == 1)
        {
            multiply.Launch(stream, config, a);
            return;
        }

        long states = (long)a.Heads * a.Features * a.Size;
        using DeviceBuffer<T> sums = stream.Device.Allocate<T>(checked(states * a.Segments), stream);
        a.States = sums.View;
        stream.Device.LoadKernel<CausalArguments<T>>(CausalKernels.Sum<T>, options).Launch(stream, config, a);
        stream.Device.LoadKernel<LongIndex1D, CausalArguments<T>>(CausalKernels.Accumulate<T>).Launch(stream, states, a);
        multiply.Launch(stream, config, a);
    }

    private static int SegmentsFor(Device device, long groups, int chunks)
        => device.IsProcessor ? 1 : (int)Math.Clamp((long)WantedGroups * device.MultiprocessorCount / groups, 1, Math.Max(1, chunks / LeastChunks));
}
