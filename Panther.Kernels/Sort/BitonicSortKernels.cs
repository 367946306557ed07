using Panther.Jit.Dialect;

namespace Panther.Kernels.Sort;

/// <summary>
/// Steps of the bitonic sorting network (Batcher, "Sorting networks and their applications", 1968) in the form whose comparators all point the same way:
/// merging two runs compares mirror images first. Elements behind the end count as last of all; no comparator would move them, so those that touch them are left out.
/// </summary>
internal static class BitonicSortKernels
{
    /// <summary>Sorts each block of <paramref name="block"/> keys (a power of two) in shared memory; one group a block.</summary>
    public static void SortBlocks<TKey, TOrder>(ArrayView<TKey> keys, SpecializedValue<int> block)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        ArrayView<TKey> shared = SharedMemory.Allocate<TKey>(block);
        long start = (long)Grid.IdxX * block;
        int count = (int)Math.Min(block, keys.Length - start);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            shared[i] = keys[start + i];
        }

        Group.Barrier();
        for (int size = 2; size <= block; size <<= 1)
        {
            SortingNetwork.Mirror<TKey, TOrder>(shared, count, block, size);
            Group.Barrier();
            for (int distance = size / 4; distance > 0; distance >>= 1)
            {
                SortingNetwork.Halve<TKey, TOrder>(shared, count, block, distance);
                Group.Barrier();
            }
        }

        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            keys[start + i] = shared[i];
        }
    }

    /// <summary>The last steps of a merge, at distances below the <paramref name="block"/>, in shared memory; one group a block.</summary>
    public static void FinishBlocks<TKey, TOrder>(ArrayView<TKey> keys, SpecializedValue<int> block)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        ArrayView<TKey> shared = SharedMemory.Allocate<TKey>(block);
        long start = (long)Grid.IdxX * block;
        int count = (int)Math.Min(block, keys.Length - start);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            shared[i] = keys[start + i];
        }

        Group.Barrier();
        for (int distance = block / 2; distance > 0; distance >>= 1)
        {
            SortingNetwork.Halve<TKey, TOrder>(shared, count, block, distance);
            Group.Barrier();
        }

        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            keys[start + i] = shared[i];
        }
    }

    /// <summary>
    /// The first step of merging runs of half a <paramref name="size"/>: each element meets its mirror image in the merged run. Pairs are numbered from the middle
    /// outwards, so that in a run without its end the first ones are those that exist.
    /// </summary>
    public static void Mirror<TKey, TOrder>(LongIndex1D pair, ArrayView<TKey> keys, long size)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        long within = pair.X & ((size / 2) - 1);
        long middle = (2 * (pair.X - within)) + (size / 2);
        if (middle + within < keys.Length)
        {
            SortingNetwork.Order<TKey, TOrder>(ref keys[middle - 1 - within], ref keys[middle + within]);
        }
    }

    /// <summary>A later step of a merge: element i meets the one at a <paramref name="distance"/>.</summary>
    public static void Halve<TKey, TOrder>(LongIndex1D pair, ArrayView<TKey> keys, long distance)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        long within = pair.X & (distance - 1);
        long low = (2 * (pair.X - within)) + within;
        if (low + distance < keys.Length)
        {
            SortingNetwork.Order<TKey, TOrder>(ref keys[low], ref keys[low + distance]);
        }
    }
}
