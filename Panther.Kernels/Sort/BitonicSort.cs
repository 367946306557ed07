using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Sort;

/// <summary>
/// Sorts vectors in device memory, in place, by Batcher's bitonic network: n·log²n/4 comparators, the same for every input of one length. Enqueues and
/// returns. Not stable; the result depends on the input alone. Keys are ordered as by <see cref="IComparable{T}"/>: NaN before all numbers.
/// </summary>
internal static class BitonicSort
{
    private const int Block = 2048;
    private const int GroupSize = 256;

    /// <summary>Sorts keys.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="keys">The keys, any number of them.</param>
    /// <param name="descending">Whether the largest comes first and NaN last.</param>
    public static void Sort<TKey>(DeviceStream queue, ArrayView<TKey> keys, bool descending = false)
        where TKey : unmanaged, INumber<TKey>
    {
        if (descending)
        {
            Sort<TKey, Descending<TKey>>(queue, keys);
        }
        else
        {
            Sort<TKey, Ascending<TKey>>(queue, keys);
        }
    }

    private static void Sort<TKey, TOrder>(DeviceStream queue, ArrayView<TKey> keys)
        where TKey : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        if (keys.Length < 2)
        {
            return;
        }

        int blocks = checked((int)((keys.Length + Block - 1) / Block));
        KernelConfig config = new(blocks, GroupSize);
        SpecializedValue<int> block = SpecializedValue.New(Block);
        queue.Device.LoadKernel<ArrayView<TKey>, SpecializedValue<int>>(BitonicSortKernels.SortBlocks<TKey, TOrder>).Launch(queue, config, keys, block);
        Kernel<LongIndex1D, ArrayView<TKey>, long> mirror =
            queue.Device.LoadKernel<LongIndex1D, ArrayView<TKey>, long>(BitonicSortKernels.Mirror<TKey, TOrder>);
        Kernel<LongIndex1D, ArrayView<TKey>, long> halve =
            queue.Device.LoadKernel<LongIndex1D, ArrayView<TKey>, long>(BitonicSortKernels.Halve<TKey, TOrder>);
        Kernel<ArrayView<TKey>, SpecializedValue<int>> finish =
            queue.Device.LoadKernel<ArrayView<TKey>, SpecializedValue<int>>(BitonicSortKernels.FinishBlocks<TKey, TOrder>);
        LongIndex1D pairs = new((keys.Length + 1) / 2);
        for (long size = 2 * Block; size < 2 * keys.Length; size *= 2)
        {
            mirror.Launch(queue, pairs, keys, size);
            for (long distance = size / 4; distance >= Block; distance /= 2)
            {
                halve.Launch(queue, pairs, keys, distance);
            }

            finish.Launch(queue, config, keys, block);
        }
    }
}
