using System.Numerics;

namespace Panther.Kernels.Histograms;

/// <summary>
/// Bins of equal width: bin = ⌊(value - low)·scale⌋, computed in the type of the values. Values below <paramref name="low"/>, at or above the last bin's end, and NaN
/// belong to none.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="low">The lower end of the first bin.</param>
/// <param name="scale">Bins for each unit of the values.</param>
/// <param name="bins">The bins.</param>
internal readonly struct UniformBinning<T>(T low, T scale, int bins) : IBinning<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T low = low;
    private readonly T scale = scale;
    private readonly T bins = T.CreateTruncating(bins);

    /// <inheritdoc/>
    public int Bin(T value)
    {
        T place = (value - low) * scale;
        return place >= T.Zero && place < bins ? int.CreateTruncating(place) : -1;
    }
}
