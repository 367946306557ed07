using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Sort;

/// <summary>
/// Sorts vectors in device memory, in place, by Batcher's bitonic network: n·log²n/4 comparators, the same for every input of one length. Enqueues and
/// returns. Not stable; the result depends on the input alone. Keys are ordered as by <see cref="IComparable{T}"/>: NaN before all numbers.
/// </summary>
internal static class BitonicSort
{
    private const int MaxOrder = 30;
    private const int MaxBlockOrder = 12;
    private const int GroupSize = 256;

    /// <summary>The steps of a merge that one pass over global memory carries out.</summary>
    private const int StepsPerPass = 3;

    /// <summary>Sorts keys.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="keys">The keys, at most 2³⁰ of them.</param>
    /// <param name="descending">Whether the largest comes first and NaN last.</param>
    /// <exception cref="ArgumentException">There are too many keys.</exception>
    public static void Sort<TKey>(DeviceStream queue, ArrayView<TKey> keys, bool descending = false)
        where TKey : unmanaged, INumber<TKey>
        => Sort<TKey, byte>(queue, keys, default, descending, false);

    /// <summary>Sorts keys and moves a value with each.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="keys">The keys, at most 2³⁰ of them.</param>
    /// <param name="values">As many values.</param>
    /// <param name="descending">Whether the largest comes first and NaN last.</param>
    /// <exception cref="ArgumentException">There are too many keys, or the lengths differ.</exception>
    public static void SortPairs<TKey, TValue>(DeviceStream queue, ArrayView<TKey> keys, ArrayView<TValue> values, bool descending = false)
        where TKey : unmanaged, INumber<TKey>
        where TValue : unmanaged
    {
        if (keys.Length != values.Length)
        {
            throw new ArgumentException($"There are {keys.Length} keys and {values.Length} values.");
        }

        Sort(queue, keys, values, descending, true);
    }

    private static void Sort<TKey, TValue>(DeviceStream queue, ArrayView<TKey> keys, ArrayView<TValue> values, bool descending, bool hasValues)
        where TKey : unmanaged, INumber<TKey>
        where TValue : unmanaged
    {
        if (keys.Length > 1 << MaxOrder)
        {
            throw new ArgumentException($"{keys.Length} keys are more than 2^{MaxOrder}.", nameof(keys));
        }

        if (keys.Length < 2)
        {
            return;
        }

        if (descending)
        {
            Sort<TKey, TValue, Descending<TKey>>(queue, keys, values, hasValues);
        }
        else
        {
            Sort<TKey, TValue, Ascending<TKey>>(queue, keys, values, hasValues);
        }
    }

    private static void Sort<TKey, TValue, TOrder>(DeviceStream queue, ArrayView<TKey> keys, ArrayView<TValue> values, bool hasValues)
        where TKey : unmanaged
        where TValue : unmanaged
        where TOrder : struct, IKeyOrder<TKey>
    {
        int order = BitOperations.Log2((uint)(keys.Length - 1)) + 1;
        int blockOrder = BlockOrder(queue.Device, Unsafe.SizeOf<TKey>() + (hasValues ? Unsafe.SizeOf<TValue>() : 0));
        KernelConfig config = new((int)((keys.Length + (1 << blockOrder) - 1) >> blockOrder), GroupLimits.Of(queue.Device).MostThreads(GroupSize));
        SpecializedValue<bool> isPaired = SpecializedValue.New(hasValues);
        SpecializedValue<bool> hasBanks = SpecializedValue.New(!queue.Device.IsProcessor);
        Kernel<ArrayView<TKey>, ArrayView<TValue>, SpecializedValue<int>, SpecializedValue<bool>, SpecializedValue<bool>, SpecializedValue<bool>> blocks =
            queue.Device.LoadKernel<
                ArrayView<TKey>, ArrayView<TValue>, SpecializedValue<int>, SpecializedValue<bool>, SpecializedValue<bool>, SpecializedValue<bool>>(
                BitonicSortKernels.SortBlocks<TKey, TValue, TOrder>);
        Kernel<Index1D, ArrayView<TKey>, ArrayView<TValue>, int, SpecializedValue<bool>, SpecializedValue<int>, SpecializedValue<bool>> merge =
            queue.Device.LoadKernel<
                Index1D, ArrayView<TKey>, ArrayView<TValue>, int, SpecializedValue<bool>, SpecializedValue<int>, SpecializedValue<bool>>(
                BitonicSortKernels.Merge<TKey, TValue, TOrder>);
        blocks.Launch(queue, config, keys, values, SpecializedValue.New(blockOrder), SpecializedValue.New(false), isPaired, hasBanks);
        for (int size = blockOrder + 1; size <= order; size++)
        {
            for (int left = size; left > blockOrder;)
            {
                // The run that the keys end in may lack its middle: every thread of it is there.
                int steps = Math.Min(StepsPerPass, left - blockOrder);
                long runs = (keys.Length + (1L << left) - 1) >> left;
                var threads = new Index1D((int)(runs << (left - steps)));
                merge.Launch(queue, threads, keys, values, left, SpecializedValue.New(left == size), SpecializedValue.New(steps), isPaired);
                left -= steps;
            }

            blocks.Launch(queue, config, keys, values, SpecializedValue.New(blockOrder), SpecializedValue.New(true), isPaired, hasBanks);
        }
    }

    private static int BlockOrder(Device device, int elementBytes)
    {
        int order = MaxBlockOrder;
        while (NetworkSteps.Kept(1 << order, true) * elementBytes > device.MaxSharedBytesPerGroup)
        {
            order--;
        }

        return order;
    }
}
