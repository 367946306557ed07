using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Optimizers;

/// <summary>Running averages of many tensors. In X lie the groups that walk one tensor together, in Y the tensors.</summary>
internal static class AverageKernels
{
    /// <summary>averages += weight·(values - averages).</summary>
    /// <param name="averages">The averages.</param>
    /// <param name="values">As many values of each.</param>
    /// <param name="weight">The weight of the values.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void Move<T>(ViewList<T> averages, ViewList<T> values, T weight, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> average = averages.Get(Grid.IdxY);
        ArrayView<T> value = values.Get(Grid.IdxY);
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < value.Length; i += (long)Grid.DimX * threads)
        {
            average[i] += weight * (value[i] - average[i]);
        }
    }

    /// <summary>Exchanges the elements of two lists.</summary>
    /// <param name="first">One list.</param>
    /// <param name="second">The other one, of the same lengths.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void Exchange<T>(ViewList<T> first, ViewList<T> second, SpecializedValue<int> threads)
        where T : unmanaged
    {
        ArrayView<T> left = first.Get(Grid.IdxY);
        ArrayView<T> right = second.Get(Grid.IdxY);
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < left.Length; i += (long)Grid.DimX * threads)
        {
            (left[i], right[i]) = (right[i], left[i]);
        }
    }
}
