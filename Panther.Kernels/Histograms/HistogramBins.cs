using Panther.Jit.Dialect;

namespace Panther.Kernels.Histograms;

/// <summary>The counters of a group.</summary>
internal static class HistogramBins
{
    /// <summary>Counts a value, if its bin is among the group's.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <typeparam name="TBinning">Which bin a value belongs to.</typeparam>
    /// <param name="binning">Says which bin.</param>
    /// <param name="value">The value.</param>
    /// <param name="own">The counters, in shared memory.</param>
    /// <param name="firstBin">The bin of the first of them.</param>
    /// <param name="bins">How many bins they count.</param>
    public static void Count<T, TBinning>(TBinning binning, T value, ArrayView<int> own, int firstBin, int bins)
        where T : unmanaged
        where TBinning : unmanaged, IBinning<T>
    {
        int bin = binning.Bin(value) - firstBin;
        if ((uint)bin < (uint)bins)
        {
            Atomic.Add(ref own[bin], 1);
        }
    }
}
