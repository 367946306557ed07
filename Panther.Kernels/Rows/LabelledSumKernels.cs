using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Rows;

/// <summary>Sums of the elements of rows that labels name.</summary>
internal static class LabelledSumKernels
{
    /// <summary>The places of a group, each with a sum of its own: the threads of a group, where it may have as many.</summary>
    public const int GroupPlaces = 256;

    /// <summary>destination[group] = factor·Σ source[i, labels[i]] over the rows i that belong to the group's places; each place takes every (groups·256)th row.</summary>
    /// <param name="source">The rows, one behind the other. The labels are not checked.</param>
    /// <param name="columns">The elements of a row.</param>
    /// <param name="labels">A label for each row.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">One element for each group.</param>
    /// <param name="threads">The threads of a group, a power of two.</param>
    public static void Sum<T>(ArrayView<T> source, long columns, ArrayView<int> labels, T factor, ArrayView<T> destination, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(threads);
        var sums = new T[GroupPlaces / threads.Value];
        for (int place = 0; place < sums.Length; place++)
        {
            Unroll.Full();
            T own = T.Zero;
            for (long row = ((long)Grid.IdxX * GroupPlaces) + Group.IdxX + (place * threads); row < labels.Length; row += (long)Grid.DimX * GroupPlaces)
            {
                own += source[(row * columns) + labels[row]];
            }

            sums[place] = own;
        }

        T sum = GroupTree.First<T, Addition<T>>(sums, threads, shared);
        if (Group.IdxX == 0)
        {
            destination[Grid.IdxX] = factor * sum;
        }
    }

    /// <summary>destination[0] = the sum of what the groups of <see cref="Sum"/> left, at most one for each place; one group.</summary>
    public static void Join<T>(ArrayView<T> parts, ArrayView<T> destination, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(threads);
        var sums = new T[GroupPlaces / threads.Value];
        for (int place = 0; place < sums.Length; place++)
        {
            Unroll.Full();
            int at = Group.IdxX + (place * threads);
            sums[place] = at < parts.Length ? parts[at] : T.Zero;
        }

        T sum = GroupTree.First<T, Addition<T>>(sums, threads, shared);
        if (Group.IdxX == 0)
        {
            destination[0] = sum;
        }
    }
}
