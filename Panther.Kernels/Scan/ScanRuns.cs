using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Scan;

/// <summary>The runs of neighbouring elements that the threads of a group hold: run r of a chunk belongs to thread r.</summary>
internal static class ScanRuns
{
    private const int Run = PrefixSumKernels.Run;

    /// <summary>Reads the calling thread's runs of some chunks; what lies behind the end is zero.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="source">The elements.</param>
    /// <param name="start">The first element of the first chunk, a multiple of the run's length.</param>
    /// <param name="count">The elements from there on.</param>
    /// <param name="threads">The threads of the group.</param>
    /// <param name="isWide">Whether whole runs can be read in one access; a compile-time constant.</param>
    /// <param name="values">Receives the elements, chunk after chunk.</param>
    public static void Load<T>(ArrayView<T> source, long start, int count, int threads, bool isWide, T[] values)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < values.Length; i += Run)
        {
            Unroll.Full();
            int at = (i * threads) + (Group.IdxX * Run);
            if (at + Run <= count)
            {
                Quad<T> quad = ReductionRun.Read(source, (start + at) / Run, isWide);
                values[i] = quad.X;
                values[i + 1] = quad.Y;
                values[i + 2] = quad.Z;
                values[i + 3] = quad.W;
            }
            else
            {
                for (int j = 0; j < Run; j++)
                {
                    Unroll.Full();
                    values[i + j] = at + j < count ? source[start + at + j] : T.Zero;
                }
            }
        }
    }

    /// <summary>Replaces elements by the prefix sums within the elements that a warp holds of a chunk.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="values">The elements.</param>
    /// <param name="isInclusive">Whether a prefix includes its own element.</param>
    /// <param name="threads">The threads of the group, a multiple of the warp's size.</param>
    /// <param name="warpSums">Receives the sum of each warp's elements of each chunk, chunk after chunk.</param>
    public static void ScanEach<T>(T[] values, bool isInclusive, int threads, ArrayView<T> warpSums)
        where T : unmanaged, INumber<T>
    {
        int lane = Group.IdxX % Warp.WarpSize;
        int warp = Group.IdxX / Warp.WarpSize;
        for (int i = 0; i < values.Length; i += Run)
        {
            Unroll.Full();
            T sum = values[i] + values[i + 1] + values[i + 2] + values[i + 3];
            T inclusive = sum;
            for (int distance = 1; distance < Warp.WarpSize; distance *= 2)
            {
                T below = Warp.ShuffleUp(inclusive, distance);
                inclusive += lane >= distance ? below : T.Zero;
            }

            if (lane == Warp.WarpSize - 1)
            {
                warpSums[(i / Run * (threads / Warp.WarpSize)) + warp] = inclusive;
            }

            T before = Warp.ShuffleUp(inclusive, 1);
            before = lane == 0 ? T.Zero : before;
            for (int j = 0; j < Run; j++)
            {
                Unroll.Full();
                T after = before + values[i + j];
                values[i + j] = isInclusive ? after : before;
                before = after;
            }
        }
    }

    /// <summary>Adds to each element what stands before its warp, and writes it.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="values">The prefix sums within warps.</param>
    /// <param name="offsets">What stands before each warp of each chunk.</param>
    /// <param name="destination">Receives the prefix sums.</param>
    /// <param name="start">The first element of the first chunk, a multiple of the run's length.</param>
    /// <param name="count">The elements from there on.</param>
    /// <param name="threads">The threads of the group.</param>
    /// <param name="isWide">Whether whole runs can be written in one access; a compile-time constant.</param>
    public static void AddAndStore<T>(T[] values, ArrayView<T> offsets, ArrayView<T> destination, long start, int count, int threads, bool isWide)
        where T : unmanaged, INumber<T>
    {
        int warp = Group.IdxX / Warp.WarpSize;
        for (int i = 0; i < values.Length; i += Run)
        {
            Unroll.Full();
            int at = (i * threads) + (Group.IdxX * Run);
            T before = offsets[(i / Run * (threads / Warp.WarpSize)) + warp];
            if (isWide && at + Run <= count)
            {
                destination.Cast<Quad<T>>()[(start + at) / Run] =
                    new Quad<T>(before + values[i], before + values[i + 1], before + values[i + 2], before + values[i + 3]);
            }
            else
            {
                for (int j = 0; j < Run; j++)
                {
                    Unroll.Full();
                    if (at + j < count)
                    {
                        destination[start + at + j] = before + values[i + j];
                    }
                }
            }
        }
    }
}
