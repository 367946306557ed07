using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a pivoted QR of any matrix is computed. The defaults suit most matrices.</summary>
public sealed record PivotedQrOptions
{
    /// <summary>Gets the default options.</summary>
    public static PivotedQrOptions Default { get; } = new();

    /// <summary>Gets the columns that are factored at a time; 128 by default. Fewer choose pivots more carefully, more leave more of the work to matrix products.</summary>
    public int BlockSize { get; init; } = 128;

    /// <summary>Gets the rows of the sketch as a multiple of the block's columns, at least 1; 1.25 by default. There are at least 32 more rows than columns.</summary>
    public double Oversampling { get; init; } = 1.25;

    /// <summary>Gets the non-zeros in a column of the sketching matrix; 4 by default.</summary>
    public int NonzerosPerColumn { get; init; } = 4;

    /// <summary>
    /// Gets what counts as zero on the diagonal of R, relative to its largest element; null for max(m, n, 16)·eps of the element type. At least 0, below 1.
    /// </summary>
    public double? RankTolerance { get; init; }

    /// <summary>Gets the number of columns after which to stop; null for the smaller side of the matrix.</summary>
    public int? MaximumRank { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BlockSize);
        if (MaximumRank is { } rank)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank, nameof(MaximumRank));
        }

        new CholeskyQrOptions { Oversampling = Oversampling, NonzerosPerColumn = NonzerosPerColumn, RankTolerance = RankTolerance }.Check();
    }
}
