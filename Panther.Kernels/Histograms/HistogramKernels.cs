using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Histograms;

/// <summary>Counts values by bins: each group in its own counters in shared memory, which it adds to the histogram in the end.</summary>
internal static class HistogramKernels
{
    /// <summary>
    /// Adds to the counts of the bins from Grid.IdxY · <paramref name="capacity"/> on, as many as shared memory holds; the groups in X share the values.
    /// </summary>
    public static void Count<T, TBinning>(ArrayView<T> values, TBinning binning, ArrayView<int> counts, SpecializedValue<int> capacity, SpecializedValue<bool> isWide)
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
        long runs = values.Length / 4;
        long stride = (long)Grid.DimX * Group.DimX;
        long thread = Grid.GlobalLinearIndex;
        for (long run = thread; run < runs; run += stride)
        {
            Quad<T> quad = ReductionRun.Read(values, run, isWide);
            HistogramBins.Count(binning, quad.X, own, firstBin, bins);
            HistogramBins.Count(binning, quad.Y, own, firstBin, bins);
            HistogramBins.Count(binning, quad.Z, own, firstBin, bins);
            HistogramBins.Count(binning, quad.W, own, firstBin, bins);
        }

        for (long rest = (4 * runs) + thread; rest < values.Length; rest += stride)
        {
            HistogramBins.Count(binning, values[rest], own, firstBin, bins);
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

    /// <summary>The same without counters of a group's own, for more bins than a grid has groups to count them; one thread a value.</summary>
    public static void CountInPlace<T, TBinning>(LongIndex1D index, ArrayView<T> values, TBinning binning, ArrayView<int> counts)
        where T : unmanaged
        where TBinning : unmanaged, IBinning<T>
        => HistogramBins.Count(binning, values[index.X], counts, 0, counts.IntLength);
}
