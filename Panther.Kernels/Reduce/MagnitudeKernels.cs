using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Reduce;

/// <summary>The sum of squares and the largest magnitude, in one pass.</summary>
internal static class MagnitudeKernels
{
    /// <summary>The places of a group, each with a sum of its own: the threads of a group, where it may have as many.</summary>
    public const int GroupPlaces = 256;

    private const int Reads = 8;

    /// <summary>Writes one partial sum and one partial maximum for each group; NaN anywhere makes its group's maximum NaN.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="scale">Elements are multiplied by it, in double, before they are squared.</param>
    /// <param name="sums">Receives the sums of squares, accumulated in double.</param>
    /// <param name="maxima">Receives the largest magnitudes, unscaled.</param>
    /// <param name="threads">The threads of a group, a power of two.</param>
    public static void Accumulate<T>(ArrayView<T> source, double scale, ArrayView<double> sums, ArrayView<double> maxima, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<double> groupSums = SharedMemory.Allocate<double>(threads);
        ArrayView<double> groupMaxima = SharedMemory.Allocate<double>(threads);
        int thread = Group.IdxX;
        var ownSums = new double[GroupPlaces / threads.Value];
        var ownMaxima = new T[GroupPlaces / threads.Value];
        for (int place = 0; place < ownSums.Length; place++)
        {
            Unroll.Full();
            Accumulate(source, scale, thread + (place * threads), ref ownSums[place], ref ownMaxima[place]);
        }

        GroupTree.JoinOwn<double, Addition<double>>(ownSums);
        GroupTree.JoinOwn<T, Maximum<T>>(ownMaxima);
        groupSums[thread] = ownSums[0];
        groupMaxima[thread] = double.CreateTruncating(ownMaxima[0]);
        Group.Barrier();
        for (int half = threads / 2; half > 0; half /= 2)
        {
            if (thread < half)
            {
                groupSums[thread] += groupSums[thread + half];
                groupMaxima[thread] = Math.Max(groupMaxima[thread], groupMaxima[thread + half]);
            }

            Group.Barrier();
        }

        if (thread == 0)
        {
            sums[Grid.IdxX] = groupSums[0];
            maxima[Grid.IdxX] = groupMaxima[0];
        }
    }

    /// <summary>Adds the elements of one place of the group.</summary>
    private static void Accumulate<T>(ArrayView<T> source, double scale, int place, ref double sum, ref T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long step = (long)Grid.DimX * GroupPlaces;
        long i = ((long)Grid.IdxX * GroupPlaces) + place;

        // Several reads are under way at a time: memory is far.
        for (; i + ((Reads - 1) * step) < source.Length; i += Reads * step)
        {
            var values = new T[Reads];
            for (int read = 0; read < Reads; read++)
            {
                Unroll.Full();
                values[read] = source[i + (read * step)];
            }

            for (int read = 0; read < Reads; read++)
            {
                Unroll.Full();
                Add(values[read], scale, ref sum, ref maximum);
            }
        }

        for (; i < source.Length; i += step)
        {
            Add(source[i], scale, ref sum, ref maximum);
        }
    }

    private static void Add<T>(T value, double scale, ref double sum, ref T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double scaled = double.CreateTruncating(value) * scale;
        sum = Math.FusedMultiplyAdd(scaled, scaled, sum);
        maximum = T.Max(maximum, T.Abs(value));
    }
}
