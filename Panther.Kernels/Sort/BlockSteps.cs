using Panther.Jit.Dialect;

namespace Panther.Kernels.Sort;

/// <summary>Steps of the network within a block in shared memory, dealt to the threads of a group. Between two barriers each takes up to three steps on a
/// GPU, which has the registers and waits long for shared memory, and one on a processor, whose vectors like neighbouring elements better.</summary>
internal static class BlockSteps
{
    /// <summary>All steps that compare within runs of 2^<paramref name="sizeOrder"/> keys and less.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TValue">The type of the values that move with them.</typeparam>
    /// <typeparam name="TOrder">The order.</typeparam>
    /// <param name="keys">The keys of the block.</param>
    /// <param name="values">The values.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="blockOrder">The logarithm of how many there may be.</param>
    /// <param name="sizeOrder">The logarithm of the run within which the first step compares.</param>
    /// <param name="isFirst">Whether the first step compares mirror images; a compile-time constant.</param>
    /// <param name="hasValues">Whether there are values; a compile-time constant.</param>
    /// <param name="hasBanks">Whether shared memory has banks, as it has on GPUs; a compile-time constant.</param>
    public static void Merge<TKey, TValue, TOrder>(
        ArrayView<TKey> keys, ArrayView<TValue> values, int count, int blockOrder, int sizeOrder, bool isFirst, bool hasValues, bool hasBanks)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        int most = hasBanks ? 3 : 1;
        if (isFirst)
        {
            int steps = Math.Min(most, sizeOrder);
            Run<TKey, TValue, TOrder>(keys, values, count, blockOrder, sizeOrder, true, steps, hasValues, hasBanks);
            sizeOrder -= steps;
        }

        for (; sizeOrder > 0; sizeOrder -= most)
        {
            Run<TKey, TValue, TOrder>(keys, values, count, blockOrder, sizeOrder, false, Math.Min(most, sizeOrder), hasValues, hasBanks);
        }
    }

    /// <summary>How many elements a thread holds is a constant of the code; how many steps are left is not.</summary>
    private static void Run<TKey, TValue, TOrder>(
        ArrayView<TKey> keys, ArrayView<TValue> values, int count, int blockOrder, int sizeOrder, bool isFirst, int steps, bool hasValues, bool hasBanks)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        if (hasBanks && steps == 3)
        {
            Deal<TKey, TValue, TOrder>(keys, values, count, blockOrder, sizeOrder, isFirst, 3, hasValues, hasBanks);
        }
        else if (hasBanks && steps == 2)
        {
            Deal<TKey, TValue, TOrder>(keys, values, count, blockOrder, sizeOrder, isFirst, 2, hasValues, hasBanks);
        }
        else
        {
            Deal<TKey, TValue, TOrder>(keys, values, count, blockOrder, sizeOrder, isFirst, 1, hasValues, hasBanks);
        }

        Group.Barrier();
    }

    private static void Deal<TKey, TValue, TOrder>(
        ArrayView<TKey> keys, ArrayView<TValue> values, int count, int blockOrder, int sizeOrder, bool isFirst, int steps, bool hasValues, bool hasBanks)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        for (int thread = Group.IdxX; thread < 1 << (blockOrder - steps); thread += Group.DimX)
        {
            NetworkSteps.Run<TKey, TValue, TOrder>(keys, values, count, thread, sizeOrder, isFirst, steps, hasValues, isPadded: hasBanks);
        }
    }
}
