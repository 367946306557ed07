using Panther.Jit.Dialect;

namespace Panther.Kernels.Reduce;

/// <summary>
/// Joins one value of each thread of a team: the threads of a group that share <see cref="Group.IdxY"/>. The lanes of a warp exchange values
/// directly and the warps of a team through shared memory, so that the code holds for warps of any size, one lane included.
/// </summary>
internal static class TeamReduction
{
    /// <summary>What a group may have of threads, on any device.</summary>
    private const int MaxThreads = 1024;

    /// <summary>As many parts as each thread joins by itself; more are halved together first.</summary>
    private const int OwnParts = 8;

    /// <summary>Gets the elements of scratch memory that a call needs, whatever the shape of the group.</summary>
    public static int ScratchLength => MaxThreads / Warp.WarpSize;

    /// <summary>
    /// Returns the value of the whole team to each of its threads: the same bits to all, in an order that depends on the team's size and the warp's.
    /// Every thread of the group must call.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <typeparam name="TOperation">How they are joined.</typeparam>
    /// <param name="value">The calling thread's value.</param>
    /// <param name="threads">The threads of a team, <see cref="Group.DimX"/>: a compile-time constant, a power of two.</param>
    /// <param name="scratch">Shared memory of <see cref="ScratchLength"/> elements; may be written again behind the next barrier of the group.</param>
    public static T All<T, TOperation>(T value, int threads, ArrayView<T> scratch)
        where T : unmanaged
        where TOperation : struct, IAssociativeOperation<T>
    {
        for (int mask = Math.Min(threads, Warp.WarpSize) / 2; mask > 0; mask >>= 1)
        {
            value = TOperation.Combine(value, Warp.ShuffleXor(value, mask));
        }

        if (threads <= Warp.WarpSize)
        {
            return value;
        }

        int parts = threads / Warp.WarpSize;
        int thread = Group.IdxX;
        int first = Group.IdxY * parts;
        if (thread % Warp.WarpSize == 0)
        {
            scratch[first + (thread / Warp.WarpSize)] = value;
        }

        Group.Barrier();
        for (; parts > OwnParts; parts >>= 1)
        {
            int half = parts / 2;
            if (thread < half)
            {
                scratch[first + thread] = TOperation.Combine(scratch[first + thread], scratch[first + thread + half]);
            }

            Group.Barrier();
        }

        T result = scratch[first];
        for (int part = 1; part < parts; part++)
        {
            result = TOperation.Combine(result, scratch[first + part]);
        }

        return result;
    }
}
