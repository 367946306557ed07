using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Histograms;

/// <summary>Histograms of vectors in device memory. Every method enqueues and returns. Counts are exact up to 2³¹-1, so results have the same bits on every device.</summary>
internal static class Histogram
{
    private const int MinGroupSize = 256;
    private const int MaxGroupSize = 1024;
    private const int ThreadsPerMultiprocessor = 2048;
    private const int ValuesPerThread = 16;

    /// <summary>The most bins that a group counts at a time.</summary>
    private const int MaxCapacity = 32768;

    /// <summary>counts[b] = how many values are b; values that are no bin are left out.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="values">The values.</param>
    /// <param name="counts">Receives a count for each bin.</param>
    public static void Count(DeviceStream queue, ArrayView<int> values, ArrayView<int> counts)
        => Count(queue, values, default(IndexBinning), counts);

    /// <summary>counts[b] = how many values lie in bin b of equal bins in [low, high); other values and NaN are left out.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="values">The values.</param>
    /// <param name="low">The lower end of the first bin.</param>
    /// <param name="high">The upper end of the last bin, above <paramref name="low"/>.</param>
    /// <param name="counts">Receives a count for each bin.</param>
    /// <exception cref="ArgumentOutOfRangeException">high is not above low, or one is not finite.</exception>
    public static void Count<T>(DeviceStream queue, ArrayView<T> values, T low, T high, ArrayView<int> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(low) || !T.IsFinite(high) || low >= high)
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"The range from {low} to {high} is empty or not finite.");
        }

        Count(queue, values, new UniformBinning<T>(low, T.CreateTruncating(counts.Length) / (high - low), counts.IntLength), counts);
    }

    private static void Count<T, TBinning>(DeviceStream queue, ArrayView<T> values, TBinning binning, ArrayView<int> counts)
        where T : unmanaged
        where TBinning : unmanaged, IBinning<T>
    {
        VectorOperations.Fill(queue, 0, counts);
        if (values.Length == 0 || counts.Length == 0)
        {
            return;
        }

        int shared = queue.Device.MaxSharedBytesPerGroup;
        int capacity = MaxCapacity;
        while (capacity / 2 >= counts.Length || capacity * sizeof(int) > shared)
        {
            capacity /= 2;
        }

        if (counts.Length > (long)capacity * GridLayers.Most)
        {
            queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, TBinning, ArrayView<int>>(HistogramKernels.CountInPlace).Launch(queue, values.Length, values, binning, counts);
            return;
        }

        // Where counters leave room for few groups, the groups are large.
        GroupLimits limits = GroupLimits.Of(queue.Device);
        int groupsEach = Math.Clamp(shared / (capacity * sizeof(int)), 1, ThreadsPerMultiprocessor / MinGroupSize);
        int threads = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(ThreadsPerMultiprocessor / groupsEach)), limits.MostThreads(MinGroupSize), limits.MostThreads(MaxGroupSize));
        int parts = (int)((counts.Length + capacity - 1) / capacity);
        long valuesPerGroup = (long)threads * ValuesPerThread;
        long groups = Math.Min((values.Length + valuesPerGroup - 1) / valuesPerGroup, (long)queue.Device.MultiprocessorCount * groupsEach);
        queue.Device.LoadKernel<ArrayView<T>, TBinning, ArrayView<int>, SpecializedValue<int>, SpecializedValue<bool>>(HistogramKernels.Count)
            .Launch(
                queue,
                new KernelConfig(new Index2D((int)groups, parts), new Index2D(threads, 1)),
                values,
                binning,
                counts,
                SpecializedValue.New(capacity),
                SpecializedValue.New(values.IsAlignedTo(4 * Unsafe.SizeOf<T>())));
    }
}
