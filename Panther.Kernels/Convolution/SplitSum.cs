using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Convolution;

/// <summary>Adds up what many splits leave of few elements: 32 threads an element, whose sums are added as a tree.</summary>
internal static class SplitSum
{
    /// <summary>Elements of a group of threads.</summary>
    public const int Elements = 8;

    /// <summary>Threads of a group.</summary>
    public const int Threads = Slices * Elements;

    private const int Slices = 32;

    /// <summary>Reads of a thread that are on their way together.</summary>
    private const int Ahead = 4;

    /// <summary>Writes plane 0 + plane 1 + …; launched with one group for <see cref="Elements"/> elements.</summary>
    /// <param name="planes">The planes, one behind the other.</param>
    /// <param name="plane">The elements of a plane.</param>
    /// <param name="count">The planes.</param>
    /// <param name="output">Receives the sums.</param>
    public static void Add<T>(ArrayView<T> planes, long plane, int count, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> sums = SharedMemory.Allocate<T>(Threads);
        int slice = Group.IdxX / Elements;
        long element = ((long)Grid.IdxX * Elements) + (Group.IdxX % Elements);
        T sum = T.Zero;
        for (int first = slice; first < count && element < plane; first += Slices * Ahead)
        {
            var read = new T[Ahead];
            for (int i = 0; i < Ahead; i++)
            {
                Unroll.Full();
                int number = first + (i * Slices);
                read[i] = number < count ? planes[element + (number * plane)] : T.Zero;
            }

            sum += (read[0] + read[1]) + (read[2] + read[3]);
        }

        sums[Group.IdxX] = sum;
        Group.Barrier();
        for (int half = Slices / 2; half > 0; half /= 2)
        {
            if (slice < half)
            {
                sums[Group.IdxX] += sums[Group.IdxX + (half * Elements)];
            }

            Group.Barrier();
        }

        if (slice == 0 && element < plane)
        {
            output[element] = sums[Group.IdxX];
        }
    }
}
