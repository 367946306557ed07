using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Scan;

/// <summary>
/// Prefix sums over the threads of a group. Lanes of a warp pass sums up directly, warps through shared memory; a warp may have any size, one lane included.
/// </summary>
internal static class GroupScan
{
    /// <summary>As many warps' sums as each thread adds up by itself; more are scanned together.</summary>
    private const int OwnSums = 8;

    /// <summary>Returns the sum of the values of all threads before the calling one, and that of all threads. Every thread of the group must call.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="value">The calling thread's value.</param>
    /// <param name="threads">The threads of the group, which lie along X: a compile-time constant, a power of two.</param>
    /// <param name="scratch">Shared memory of as many elements as the group has threads; may be written again behind the next barrier.</param>
    /// <param name="total">Receives the sum of all threads.</param>
    public static T Exclusive<T>(T value, int threads, ArrayView<T> scratch, out T total)
        where T : unmanaged, INumber<T>
    {
        int thread = Group.IdxX;
        int lane = thread % Warp.WarpSize;
        T inclusive = value;
        for (int distance = 1; distance < Warp.WarpSize && distance < threads; distance *= 2)
        {
            T below = Warp.ShuffleUp(inclusive, distance);
            inclusive += lane >= distance ? below : T.Zero;
        }

        int warps = Math.Max(1, threads / Warp.WarpSize);
        int warp = thread / Warp.WarpSize;
        if (lane == Math.Min(Warp.WarpSize, threads) - 1)
        {
            scratch[warp] = inclusive;
        }

        Group.Barrier();

        T before = T.Zero;
        if (warps <= OwnSums)
        {
            total = T.Zero;
            for (int i = 0; i < warps; i++)
            {
                before = i == warp ? total : before;
                total += scratch[i];
            }
        }
        else
        {
            // Hillis and Steele, "Data parallel algorithms", 1986, with one thread a warp.
            for (int distance = 1; distance < warps; distance *= 2)
            {
                T sum = thread < warps ? scratch[thread] : T.Zero;
                if (thread >= distance && thread < warps)
                {
                    sum += scratch[thread - distance];
                }

                Group.Barrier();
                if (thread < warps)
                {
                    scratch[thread] = sum;
                }

                Group.Barrier();
            }

            total = scratch[warps - 1];
            before = warp == 0 ? T.Zero : scratch[warp - 1];
        }

        T inWarp = Warp.ShuffleUp(inclusive, 1);
        return before + (lane == 0 ? T.Zero : inWarp);
    }
}
