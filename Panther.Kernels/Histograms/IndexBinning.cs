namespace Panther.Kernels.Histograms;

/// <summary>Values are bins.</summary>
internal readonly struct IndexBinning : IBinning<int>
{
    /// <inheritdoc/>
    public int Bin(int value) => value;
}
