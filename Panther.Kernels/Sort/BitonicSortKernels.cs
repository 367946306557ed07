using Panther.Jit.Dialect;

namespace Panther.Kernels.Sort;

/// <summary>The bitonic network: blocks in shared memory, longer merges in global memory until they fall apart into blocks.</summary>
internal static class BitonicSortKernels
{
    /// <summary>
    /// Sorts each block of 2^<paramref name="blockOrder"/> keys in shared memory, or carries out the steps of a merge that stay within a block. One group a
    /// block.
    /// </summary>
    public static void SortBlocks<TKey, TValue, TOrder>(
        ArrayView<TKey> keys,
        ArrayView<TValue> values,
        SpecializedValue<int> blockOrder,
        SpecializedValue<bool> isMerge,
        SpecializedValue<bool> hasValues,
        SpecializedValue<bool> hasBanks)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        ArrayView<TKey> blockKeys = SharedMemory.Allocate<TKey>(NetworkSteps.Kept(1 << blockOrder.Value, hasBanks));
        ArrayView<TValue> blockValues = SharedMemory.Allocate<TValue>(hasValues.Value ? NetworkSteps.Kept(1 << blockOrder.Value, hasBanks) : 1);
        int start = Grid.IdxX << blockOrder.Value;
        int count = Math.Min(1 << blockOrder.Value, keys.IntLength - start);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            blockKeys[NetworkSteps.Kept(i, hasBanks)] = keys[start + i];
            if (hasValues)
            {
                blockValues[NetworkSteps.Kept(i, hasBanks)] = values[start + i];
            }
        }

        Group.Barrier();
        if (isMerge)
        {
            BlockSteps.Merge<TKey, TValue, TOrder>(blockKeys, blockValues, count, blockOrder, blockOrder, false, hasValues, hasBanks);
        }
        else
        {
            for (int sizeOrder = 1; sizeOrder <= blockOrder; sizeOrder++)
            {
                Unroll.None();
                BlockSteps.Merge<TKey, TValue, TOrder>(blockKeys, blockValues, count, blockOrder, sizeOrder, true, hasValues, hasBanks);
            }
        }

        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            keys[start + i] = blockKeys[NetworkSteps.Kept(i, hasBanks)];
            if (hasValues)
            {
                values[start + i] = blockValues[NetworkSteps.Kept(i, hasBanks)];
            }
        }
    }

    /// <summary>Up to three steps of merges in global memory, beginning within runs of 2^<paramref name="sizeOrder"/> keys.</summary>
    public static void Merge<TKey, TValue, TOrder>(
        Index1D thread,
        ArrayView<TKey> keys,
        ArrayView<TValue> values,
        int sizeOrder,
        SpecializedValue<bool> isFirst,
        SpecializedValue<int> steps,
        SpecializedValue<bool> hasValues)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
        => NetworkSteps.Run<TKey, TValue, TOrder>(keys, values, keys.IntLength, thread, sizeOrder, isFirst, steps, hasValues, isPadded: false);
}
