using Panther.Jit.Dialect;

namespace Panther.Kernels.Sort;

/// <summary>
/// Some neighbouring steps of merging two sorted runs by the bitonic network (Batcher, "Sorting networks and their applications", 1968): a thread holds the
/// 2^steps elements that these steps compare with each other. All comparators point the same way, as a merge begins with comparing mirror images; elements
/// behind the end then count as last of all, and the comparators that would touch them do nothing.
/// </summary>
internal static class NetworkSteps
{
    /// <summary>Carries out the steps on a thread's elements.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TValue">The type of the values that move with them.</typeparam>
    /// <typeparam name="TOrder">The order.</typeparam>
    /// <param name="keys">The keys, in global or shared memory.</param>
    /// <param name="values">The values.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="thread">The number of the thread: each takes 2^steps elements.</param>
    /// <param name="sizeOrder">The logarithm of the run within which the first step compares.</param>
    /// <param name="isFirst">Whether the first step compares mirror images, being the first of a merge; a compile-time constant.</param>
    /// <param name="steps">The steps, 1 to 3: a compile-time constant.</param>
    /// <param name="hasValues">Whether there are values; a compile-time constant.</param>
    /// <param name="isPadded">Whether elements are kept as <see cref="Kept"/> says; a compile-time constant.</param>
    public static void Run<TKey, TValue, TOrder>(
        ArrayView<TKey> keys, ArrayView<TValue> values, int length, int thread, int sizeOrder, bool isFirst, int steps, bool hasValues, bool isPadded)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        int count = 1 << steps;
        var ownKeys = new TKey[1 << steps];
        var ownValues = new TValue[1 << steps];
        int strideOrder = sizeOrder - steps;
        int within = thread & ((1 << strideOrder) - 1);
        int start = (thread >> strideOrder) << sizeOrder;
        for (int i = 0; i < count; i++)
        {
            Unroll.Full();
            int place = Place(start, within, sizeOrder, isFirst, steps, i);
            if (place < length)
            {
                ownKeys[i] = keys[Kept(place, isPadded)];
                if (hasValues)
                {
                    ownValues[i] = values[Kept(place, isPadded)];
                }
            }
        }

        for (int step = 0; step < steps; step++)
        {
            Unroll.Full();
            int distance = count >> (step + 1);
            for (int pair = 0; pair < count / 2; pair++)
            {
                Unroll.Full();
                int low = ((pair & ~(distance - 1)) << 1) | (pair & (distance - 1));
                int high = isFirst && step == 0 ? count - 1 - low : low + distance;
                if (Place(start, within, sizeOrder, isFirst, steps, high) < length && TOrder.Precedes(ownKeys[high], ownKeys[low]))
                {
                    (ownKeys[low], ownKeys[high]) = (ownKeys[high], ownKeys[low]);
                    if (hasValues)
                    {
                        (ownValues[low], ownValues[high]) = (ownValues[high], ownValues[low]);
                    }
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            Unroll.Full();
            int place = Place(start, within, sizeOrder, isFirst, steps, i);
            if (place < length)
            {
                keys[Kept(place, isPadded)] = ownKeys[i];
                if (hasValues)
                {
                    values[Kept(place, isPadded)] = ownValues[i];
                }
            }
        }
    }

    /// <summary>Where an element is kept: in shared memory one is left free behind every 32, so that threads at distances of powers of two touch different banks.</summary>
    /// <param name="place">The element's number.</param>
    /// <param name="isPadded">Whether any are left free.</param>
    public static int Kept(int place, bool isPadded) => isPadded ? place + (place >> 5) : place;

    /// <summary>The place of a thread's element: at equal distances, those in the second half of a first step counted from its end.</summary>
    private static int Place(int start, int within, int sizeOrder, bool isFirst, int steps, int element)
    {
        int part = element << (sizeOrder - steps);
        return isFirst && element >= 1 << (steps - 1)
            ? start + part + (1 << (sizeOrder - steps)) - 1 - within
            : start + part + within;
    }
}
