using Panther.Jit.Dialect;

namespace Panther.Kernels.Histograms;

/// <summary>Counts values by bins: each group in its own counters in shared memory, which it adds to the histogram in the end.</summary>
internal static class HistogramKernels
{
    /// <summary>
    /// Adds to the counts of the bins from Grid.IdxY · <paramref name="capacity"/> on, as many as shared memory holds; the groups in X share the values.
    /// </summary>
    public static void Count<T, TBinning>(ArrayView<T> values, TBinning binning, ArrayView<int> counts, SpecializedValue<int> capacity)
        where T : unmanaged
        where TBinning : unmanaged, IBinning<T>
    {
        ArrayView<int> own = SharedMemory.Allocate<int>(capacity);
        int firstBin = Grid.IdxY * capacity;
        int bins = Math.Min(capacity, counts.IntLength - firstBin);
        for (int bin = Group.IdxX; bin < bins; bin += Group.DimX)
        {
            own[bin] = 0;
        }

        Group.Barrier();
        long stride = (long)Grid.DimX * Group.DimX;
        for (long i = Grid.GlobalLinearIndex; i < values.Length; i += stride)
        {
            int bin = binning.Bin(values[i]) - firstBin;
            if ((uint)bin < (uint)bins)
            {
                Atomic.Add(ref own[bin], 1);
            }
        }

        Group.Barrier();
        for (int bin = Group.IdxX; bin < bins; bin += Group.DimX)
        {
            if (own[bin] != 0)
            {
                Atomic.Add(ref counts[firstBin + bin], own[bin]);
            }
        }
    }
}
