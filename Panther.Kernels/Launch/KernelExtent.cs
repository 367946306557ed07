namespace Panther.Kernels.Launch;

/// <summary>Extents that kernels count in 32 bits.</summary>
internal static class KernelExtent
{
    /// <summary>The largest: what a tile reaches beyond it, and what it grows by where its parts are rounded up to whole tiles, fits too.</summary>
    public const int Most = int.MaxValue - (1 << 16);

    /// <summary>Returns an extent that is not too large.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="name">Its name, as a sentence begins.</param>
    /// <exception cref="OverflowException">It is too large.</exception>
    public static int Of(long extent, string name)
        => extent <= Most ? (int)extent : throw new OverflowException($"{name} are {extent}; kernels count up to {Most}.");
}
