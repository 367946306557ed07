using Panther.Jit.Dialect;

namespace Panther.Kernels.Sort;

/// <summary>Steps of the network among the elements of one group in shared memory, the comparators dealt to the group's threads.</summary>
internal static class SortingNetwork
{
    /// <summary>Puts two keys in order.</summary>
    /// <param name="low">The place of the key that stands first.</param>
    /// <param name="high">The place of the other.</param>
    public static void Order<TKey, TOrder>(ref TKey low, ref TKey high)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        TKey first = low;
        TKey second = high;
        bool isSwapped = TOrder.Precedes(second, first);
        low = isSwapped ? second : first;
        high = isSwapped ? first : second;
    }

    /// <summary>Element i of each run of <paramref name="size"/> meets its mirror image.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="count">How many of them there are; others are left out.</param>
    /// <param name="block">The keys that there may be.</param>
    /// <param name="size">The length of the run, a power of two.</param>
    public static void Mirror<TKey, TOrder>(ArrayView<TKey> keys, int count, int block, int size)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        for (int pair = Group.IdxX; pair < block / 2; pair += Group.DimX)
        {
            int within = pair & ((size / 2) - 1);
            int low = (2 * (pair - within)) + within;
            int high = low + size - 1 - (2 * within);
            if (high < count)
            {
                Order<TKey, TOrder>(ref keys[low], ref keys[high]);
            }
        }
    }

    /// <summary>Elements at a distance meet.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="count">How many of them there are; others are left out.</param>
    /// <param name="block">The keys that there may be.</param>
    /// <param name="distance">The distance, a power of two.</param>
    public static void Halve<TKey, TOrder>(ArrayView<TKey> keys, int count, int block, int distance)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        for (int pair = Group.IdxX; pair < block / 2; pair += Group.DimX)
        {
            int within = pair & (distance - 1);
            int low = (2 * (pair - within)) + within;
            if (low + distance < count)
            {
                Order<TKey, TOrder>(ref keys[low], ref keys[low + distance]);
            }
        }
    }
}
