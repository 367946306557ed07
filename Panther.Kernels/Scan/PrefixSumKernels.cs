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
    public static void SumTiles<T>(ArrayView<T> source, ArrayView<T> sums, SpecializedValue<int> threads, SpecializedValue<int> tile)
        where T : unmanaged, INumber<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        long start = (long)Grid.IdxX * tile;
        int count = (int)Math.Min(tile, source.Length - start);
        T sum = T.Zero;
        for (int i = Group.IdxX; i < count; i += threads)
        {
            sum += source[start + i];
        }

        sum = TeamReduction.All<T, Addition<T>>(sum, threads, scratch);
        if (Group.IdxX == 0)
        {
            sums[Grid.IdxX] = sum;
        }
    }

    /// <summary>destination = the prefix sums of each tile's elements plus offsets[tile]; one group a tile.</summary>
    public static void ScanTiles<T>(
        ArrayView<T> source,
        ArrayView<T> offsets,
        ArrayView<T> destination,
        SpecializedValue<bool> isInclusive,
        SpecializedValue<int> threads,
        SpecializedValue<int> tile)
        where T : unmanaged, INumber<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(threads);
        var values = new T[Run];
        long start = (long)Grid.IdxX * tile;
        int count = (int)Math.Min(tile, source.Length - start);
        T carry = offsets.Length == 0 ? T.Zero : offsets[Grid.IdxX];
        for (int chunk = 0; chunk < count; chunk += threads * Run)
        {
            int first = chunk + (Group.IdxX * Run);
            T sum = T.Zero;
            for (int i = 0; i < Run; i++)
            {
                Unroll.Full();
                T value = first + i < count ? source[start + first + i] : T.Zero;
                values[i] = isInclusive ? sum + value : sum;
                sum += value;
            }

            T before = carry + GroupScan.Exclusive(sum, threads, scratch, out T total);
            carry += total;
            for (int i = 0; i < Run; i++)
            {
                Unroll.Full();
                if (first + i < count)
                {
                    destination[start + first + i] = before + values[i];
                }
            }

            Group.Barrier();
        }
    }
}
