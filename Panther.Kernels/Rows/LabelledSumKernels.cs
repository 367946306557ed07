using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Rows;

/// <summary>Sums of the elements of rows that labels name.</summary>
internal static class LabelledSumKernels
{
    /// <summary>The threads of a group.</summary>
    public const int GroupSize = 256;

    /// <summary>destination[group] = factor·Σ source[i, labels[i]] over the rows i that belong to the group's threads; each thread takes every (groups·256)th row.</summary>
    /// <param name="source">The rows, one behind the other. The labels are not checked.</param>
    /// <param name="columns">The elements of a row.</param>
    /// <param name="labels">A label for each row.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">One element for each group.</param>
    public static void Sum<T>(ArrayView<T> source, long columns, ArrayView<int> labels, T factor, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(GroupSize);
        T sum = T.Zero;
        for (long row = ((long)Grid.IdxX * GroupSize) + Group.IdxX; row < labels.Length; row += (long)Grid.DimX * GroupSize)
        {
            sum += source[(row * columns) + labels[row]];
        }

        sum = GroupTree.First<T, Addition<T>>(sum, GroupSize, shared);
        if (Group.IdxX == 0)
        {
            destination[Grid.IdxX] = factor * sum;
        }
    }

    /// <summary>destination[0] = the sum of what the groups of <see cref="Sum"/> left; one group, not smaller than their number.</summary>
    public static void Join<T>(ArrayView<T> parts, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(GroupSize);
        T sum = GroupTree.First<T, Addition<T>>(Group.IdxX < parts.Length ? parts[Group.IdxX] : T.Zero, GroupSize, shared);
        if (Group.IdxX == 0)
        {
            destination[0] = sum;
        }
    }
}
