using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Scan;

/// <summary>
/// Prefix sums of vectors in device memory, any length. Every method enqueues and returns; the destination may be the source. Summed in the element type
/// (integers wrap around) in an order that depends on the length and the device alone: deterministic on one device. A sum of n terms errs by at most
/// 2·(log₂ n + 64)·u·Σ|terms|, as sums are joined by tiles.
/// </summary>
internal static class PrefixSum
{
    private const int GroupSize = 256;
    private const int ChunksAhead = 8;
    private const int TileLength = GroupSize * PrefixSumKernels.Run * ChunksAhead;

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

        ScanPlan plan = ScanPlan.For(queue.Device, source, destination);
        int tiles = checked((int)((source.Length + plan.Tile - 1) / plan.Tile));
        if (tiles == 1)
        {
            Tiles(queue, plan, source, default, destination, isInclusive);
            return;
        }

        using DeviceBuffer<T> sums = queue.Device.Allocate<T>(tiles, queue);
        queue.Device.LoadKernel<ArrayView<T>, ArrayView<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<bool>, int>(PrefixSumKernels.SumTiles)
            .Launch(
                queue,
                new KernelConfig(tiles, plan.Threads),
                source,
                sums.View,
                SpecializedValue.New(plan.Threads),
                SpecializedValue.New(plan.Chunks),
                SpecializedValue.New(plan.IsWide),
                plan.Tile);
        Scan(queue, sums.View, sums.View, false);
        Tiles(queue, plan, source, sums.View, destination, isInclusive);
    }

    private static void Tiles<T>(
        DeviceStream queue, ScanPlan plan, ArrayView<T> source, ArrayView<T> offsets, ArrayView<T> destination, bool isInclusive)
        where T : unmanaged, INumber<T>
        => queue.Device.LoadKernel<
                ArrayView<T>, ArrayView<T>, ArrayView<T>, SpecializedValue<bool>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<bool>, int>(
                PrefixSumKernels.ScanTiles)
            .Launch(
                queue,
                new KernelConfig((int)((source.Length + plan.Tile - 1) / plan.Tile), plan.Threads),
                source,
                offsets,
                destination,
                SpecializedValue.New(isInclusive),
                SpecializedValue.New(plan.Threads),
                SpecializedValue.New(plan.Chunks),
                SpecializedValue.New(plan.IsWide),
                plan.Tile);

    /// <summary>How the elements are dealt to groups and threads.</summary>
    /// <param name="Threads">The threads of a group.</param>
    /// <param name="Chunks">The runs that a thread holds at a time.</param>
    /// <param name="IsWide">Whether runs are accessed whole.</param>
    /// <param name="Tile">The elements of a group.</param>
    private readonly record struct ScanPlan(int Threads, int Chunks, bool IsWide, int Tile)
    {
        public static ScanPlan For<T>(Device device, ArrayView<T> source, ArrayView<T> destination)
            where T : unmanaged
        {
            int bytes = PrefixSumKernels.Run * Unsafe.SizeOf<T>();
            bool isWide = source.IsAlignedTo(bytes) && destination.IsAlignedTo(bytes);
            int threads = device.Kind == DeviceKind.Cpu ? device.WarpSize : GroupLimits.Of(device).MostThreads(GroupSize);
            int chunks = device.IsProcessor ? 1 : Math.Min(ChunksAhead, device.WarpSize);
            return new ScanPlan(threads, chunks, isWide, TileLength);
        }
    }
}
