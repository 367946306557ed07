using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How leverage scores are computed.</summary>
public sealed record LeverageScoresOptions
{
    /// <summary>Gets the default options.</summary>
    public static LeverageScoresOptions Default { get; } = new();

    /// <summary>
    /// Gets the rows of the sketch for each column of the matrix, at least 1.25; null for 2 where scores are exact, and 4 where they are approximate, which more rows make better.
    /// </summary>
    public double? SketchFactor { get; init; }

    /// <summary>Gets the random vectors that approximate scores are made from; 64 by default. The relative error of a score falls like √(2/probes).</summary>
    public int Probes { get; init; } = 64;

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check()
    {
        if (SketchFactor is { } factor && (!(factor >= 1.25) || !double.IsFinite(factor)))
        {
            throw new ArgumentOutOfRangeException(nameof(SketchFactor), factor, "A sketch has at least 1.25 rows a column.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Probes, 1);
    }
}
