using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>What a <see cref="StreamingSvd{T}"/> keeps of the rows that it sees. The defaults are those of its paper for a rank.</summary>
public sealed record StreamingSvdOptions
{
    /// <summary>Gets the default options.</summary>
    public static StreamingSvdOptions Default { get; } = new();

    /// <summary>Gets the columns k of the sketches of range and co-range, at least the rank; null for 4 · rank + 1.</summary>
    public int? RangeSize { get; init; }

    /// <summary>Gets the rows and columns s of the core sketch, above k; null for 2k + 1. The error has a factor √((s - 1) / (s - k - 1)).</summary>
    public int? CoreSize { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, rows and device give the same bits, batches in the same order.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device of the batches; null for <see cref="Device.Default"/>.</summary>
    public Device? Device { get; init; }

    internal (int Range, int Core) Sizes(int rank, long rows, long columns)
    {
        RandomizedSvd.CheckRank(rank, rows, columns);
        int range = RangeSize ?? (int)Math.Min(int.MaxValue / 4, (4L * rank) + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(range, rank, nameof(RangeSize));
        range = (int)Math.Min(range, Math.Min(rows, columns));
        int core = CoreSize ?? (2 * range) + 1;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(core, range, nameof(CoreSize));
        return (range, core);
    }
}
