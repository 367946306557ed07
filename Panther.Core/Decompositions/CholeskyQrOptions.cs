using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a pivoted Cholesky QR is computed. The defaults suit most matrices.</summary>
public sealed record CholeskyQrOptions
{
    /// <summary>Gets the default options.</summary>
    public static CholeskyQrOptions Default { get; } = new();

    /// <summary>
    /// Gets the rows of the sketch as a multiple of the columns of the matrix, at least 1; 1.25 by default. There are
    /// at least 32 more rows than columns. More rows make the preconditioner better and its factorisation longer.
    /// </summary>
    public double Oversampling { get; init; } = 1.25;

    /// <summary>Gets the non-zeros in a column of the sketching matrix; 4 by default. More keep matrices with few large rows better.</summary>
    public int NonzerosPerColumn { get; init; } = 4;

    /// <summary>
    /// Gets what counts as zero on the diagonal of R, relative to its largest element; null for max(n, 16)·eps of the element type. At least 0, below 1.
    /// </summary>
    public double? RankTolerance { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    /// <summary>The rows that a sketch has beyond the columns, at least: few columns need more than a quarter to spare.</summary>
    internal const int LeastExtraRows = 32;

    internal void Check()
    {
        if (!(Oversampling >= 1 && double.IsFinite(Oversampling)))
        {
            throw new ArgumentOutOfRangeException(nameof(Oversampling), Oversampling, "The oversampling is a factor of at least 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(NonzerosPerColumn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NonzerosPerColumn, LeastExtraRows, nameof(NonzerosPerColumn));
        if (RankTolerance is { } tolerance && !(tolerance >= 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(RankTolerance), tolerance, "The tolerance is relative: at least 0 and below 1.");
        }
    }
}
