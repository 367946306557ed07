namespace Panther.Kernels.Gemm.Host;

/// <summary>The sizes of the blocks that a product is cut into. Only <see cref="Depth"/> has a say in the rounding.</summary>
internal static class GemmBlocking
{
    /// <summary>The depth of a block: a panel of columns of this depth stays in the first-level cache.</summary>
    public const int Depth = 192;

    /// <summary>The bytes of the packed block that all threads share, which lives in the last-level cache.</summary>
    public const long SharedBytes = 1024L << 10;

    /// <summary>The multiply-adds below which another thread costs more than it gives.</summary>
    public const double WorkPerThread = 1 << 20;

    /// <summary>The chunks a thread should find in a phase, so that a late thread is made up for.</summary>
    public const int ChunksPerThread = 4;

    /// <summary>The number of panels of <paramref name="width"/> that hold <paramref name="extent"/> lanes.</summary>
    /// <param name="extent">The lanes.</param>
    /// <param name="width">The lanes of a panel.</param>
    public static long Panels(long extent, long width) => (extent + width - 1) / width;

    /// <summary>The number of threads for so much work.</summary>
    /// <param name="work">The multiply-adds.</param>
    /// <param name="maxDegreeOfParallelism">The most threads wanted; 0 for as many as there are processors.</param>
    public static int Workers(double work, int maxDegreeOfParallelism)
    {
        int most = maxDegreeOfParallelism > 0 ? Math.Min(maxDegreeOfParallelism, Environment.ProcessorCount) : Environment.ProcessorCount;
        return (int)Math.Clamp(work / WorkPerThread, 1, most);
    }
}
