using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Scan;

/// <summary>Prefix sums by tiles: sums of tiles first, then each tile on top of the sum of those before it (Blelloch, "Prefix sums and their applications", 1990).</summary>
internal static class PrefixSumKernels
{
    /// <summary>The neighbouring elements that a thread takes at a time.</summary>
    public const int Run = 4;

    /// <summary>sums[tile] = the sum of the tile's elements; one group a tile.</summary>
    public static void SumTiles<T>(
        ArrayView<T> source, ArrayView<T> sums, SpecializedValue<int> threads, SpecializedValue<int> chunks, SpecializedValue<bool> isWide, int tile)
        where T : unmanaged, INumber<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        var values = new T[chunks.Value * Run];
        long start = (long)Grid.IdxX * tile;
        int count = (int)Math.Min(tile, source.Length - start);
        T sum = T.Zero;
        for (int first = 0; first < count; first += chunks * threads * Run)
        {
            ScanRuns.Load(source, start + first, count - first, threads, isWide, values);
            for (int i = 0; i < values.Length; i++)
            {
                Unroll.Full();
                sum += values[i];
            }
        }

        sum = TeamReduction.All<T, Addition<T>>(sum, threads, scratch);
        if (Group.IdxX == 0)
        {
            sums[Grid.IdxX] = sum;
        }
    }

    /// <summary>
    /// destination = the prefix sums of each tile's elements plus offsets[tile]; one group a tile. A thread holds <paramref name="chunks"/> runs at a time, at most
    /// as many as a warp has lanes, and neighbouring threads hold neighbouring runs.
    /// </summary>
    public static void ScanTiles<T>(
        ArrayView<T> source,
        ArrayView<T> offsets,
        ArrayView<T> destination,
        SpecializedValue<bool> isInclusive,
        SpecializedValue<int> threads,
        SpecializedValue<int> chunks,
        SpecializedValue<bool> isWide,
        int tile)
        where T : unmanaged, INumber<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(threads);
        ArrayView<T> warpSums = SharedMemory.Allocate<T>(threads);
        var values = new T[chunks.Value * Run];
        long start = (long)Grid.IdxX * tile;
        int count = (int)Math.Min(tile, source.Length - start);
        T carry = offsets.Length == 0 ? T.Zero : offsets[Grid.IdxX];
        for (int first = 0; first < count; first += chunks * threads * Run)
        {
            ScanRuns.Load(source, start + first, count - first, threads, isWide, values);
            ScanRuns.ScanEach(values, isInclusive, threads, warpSums);
            Group.Barrier();
            T sum = Group.IdxX < chunks * threads / Warp.WarpSize ? warpSums[Group.IdxX] : T.Zero;
            T before = carry + GroupScan.Exclusive(sum, threads, scratch, out T total);
            carry += total;
            warpSums[Group.IdxX] = before;
            Group.Barrier();
            ScanRuns.AddAndStore(values, warpSums, destination, start + first, count - first, threads, isWide);
            Group.Barrier();
        }
    }
}
