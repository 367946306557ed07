using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Scan;

/// <summary>
/// Prefix sums of vectors in device memory, any length. Every method enqueues and returns; the destination may be the source. Summed in the element type
/// (integers wrap around) in an order that depends on the length and the device alone: deterministic on one device. A sum of n terms errs by at most
/// 2·(log₂ n + 64)·u·Σ|terms|, as sums are joined by tiles.
/// </summary>
internal static class PrefixSum
{
    private const int GroupSize = 256;
    private const int RunsPerThread = 8;

    /// <summary>destination[i] = source[0] + … + source[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Inclusive<T>(DeviceStream queue, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged, INumber<T>
        => Scan(queue, source, destination, true);

    /// <summary>destination[i] = source[0] + … + source[i - 1]; the first is zero.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exclusive<T>(DeviceStream queue, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged, INumber<T>
        => Scan(queue, source, destination, false);

    private static void Scan<T>(DeviceStream queue, ArrayView<T> source, ArrayView<T> destination, bool isInclusive)
        where T : unmanaged, INumber<T>
    {
        if (source.Length != destination.Length)
        {
            throw new ArgumentException($"The source has {source.Length} elements and the destination {destination.Length}.");
        }

        if (source.Length == 0)
        {
            return;
        }

        int threads = queue.Device.Kind == DeviceKind.Cpu ? queue.Device.WarpSize : GroupSize;
        int tile = GroupSize * PrefixSumKernels.Run * RunsPerThread;
        int tiles = checked((int)((source.Length + tile - 1) / tile));
        if (tiles == 1)
        {
            Tiles(queue, source, default, destination, isInclusive, threads, tile);
            return;
        }

        using DeviceBuffer<T> sums = queue.Device.Allocate<T>(tiles, queue);
        queue.Device.LoadKernel<ArrayView<T>, ArrayView<T>, SpecializedValue<int>, SpecializedValue<int>>(PrefixSumKernels.SumTiles)
            .Launch(queue, new KernelConfig(tiles, threads), source, sums.View, SpecializedValue.New(threads), SpecializedValue.New(tile));
        Scan(queue, sums.View, sums.View, false);
        Tiles(queue, source, sums.View, destination, isInclusive, threads, tile);
    }

    private static void Tiles<T>(
        DeviceStream queue, ArrayView<T> source, ArrayView<T> offsets, ArrayView<T> destination, bool isInclusive, int threads, int tile)
        where T : unmanaged, INumber<T>
        => queue.Device.LoadKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, SpecializedValue<bool>, SpecializedValue<int>, SpecializedValue<int>>(
                PrefixSumKernels.ScanTiles)
            .Launch(
                queue,
                new KernelConfig((int)((source.Length + tile - 1) / tile), threads),
                source,
                offsets,
                destination,
                SpecializedValue.New(isInclusive),
                SpecializedValue.New(threads),
                SpecializedValue.New(tile));
}
