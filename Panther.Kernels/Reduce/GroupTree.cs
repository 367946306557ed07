using Panther.Jit.Dialect;

namespace Panther.Kernels.Reduce;

/// <summary>
/// Joins one value of each thread of a group by a tree: value i and value i + half, over and over. The last levels run among the lanes of the first warp
/// without barriers; the pairs are the same whatever the size of a warp.
/// </summary>
internal static class GroupTree
{
    /// <summary>Returns the value of a tree of more places than the group has threads, as a group with a thread for each place would.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <typeparam name="TOperation">How they are joined.</typeparam>
    /// <param name="places">The values of the calling thread's places: its own number, and those behind it in steps of <paramref name="threads"/>. A power of two of them, a compile-time constant; overwritten.</param>
    /// <param name="threads">The threads of the group, as below.</param>
    /// <param name="shared">Shared memory of as many elements as there are threads.</param>
    public static T First<T, TOperation>(T[] places, int threads, ArrayView<T> shared)
        where T : unmanaged
        where TOperation : struct, IAssociativeOperation<T>
    {
        JoinOwn<T, TOperation>(places);
        return First<T, TOperation>(places[0], threads, shared);
    }

    /// <summary>The upper levels of a tree, which join places of one thread: the first then has the value of all.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <typeparam name="TOperation">How they are joined.</typeparam>
    /// <param name="places">The values of the calling thread's places.</param>
    public static void JoinOwn<T, TOperation>(T[] places)
        where T : unmanaged
        where TOperation : struct, IAssociativeOperation<T>
    {
        for (int half = places.Length / 2; half > 0; half >>= 1)
        {
            Unroll.Full();
            for (int i = 0; i < half; i++)
            {
                Unroll.Full();
                places[i] = TOperation.Combine(places[i], places[i + half]);
            }
        }
    }

    /// <summary>Returns the value of the whole group to its first thread, in an order that depends on the number of threads alone.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <typeparam name="TOperation">How they are joined.</typeparam>
    /// <param name="value">The calling thread's value.</param>
    /// <param name="threads">The threads of the group, which lie along X: a compile-time constant and a power of two.</param>
    /// <param name="shared">Shared memory of as many elements.</param>
    public static T First<T, TOperation>(T value, int threads, ArrayView<T> shared)
        where T : unmanaged
        where TOperation : struct, IAssociativeOperation<T>
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int half = threads / 2; half >= Warp.WarpSize; half >>= 1)
        {
            if (thread < half)
            {
                shared[thread] = TOperation.Combine(shared[thread], shared[thread + half]);
            }

            Group.Barrier();
        }

        value = shared[thread];
        for (int half = Math.Min(threads, Warp.WarpSize) / 2; half > 0; half >>= 1)
        {
            value = TOperation.Combine(value, Warp.ShuffleDown(value, half));
        }

        return value;
    }
}
