using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a partial Cholesky factorisation is computed.</summary>
public sealed record PivotedCholeskyOptions
{
    /// <summary>Gets the default options.</summary>
    public static PivotedCholeskyOptions Default { get; } = new();

    /// <summary>Gets how pivots are chosen; at random by default.</summary>
    public PivotSelection Selection { get; init; }

    /// <summary>Gets the trace error, relative to the trace of A, that is small enough to stop before the rank is reached; 0, the default, for never.</summary>
    public double Tolerance { get; init; }

    /// <summary>
    /// Gets how many pivots are proposed at a time when they are chosen at random; 64 by default. It has no say in the distribution of the pivots, only in speed: fewer
    /// proposals make more passes, more proposals are rejected more often.
    /// </summary>
    public int BlockSize { get; init; } = 64;

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BlockSize, 1024);
        if (!(Tolerance >= 0 && Tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance is relative: from 0 to below 1.");
        }

        if (!Enum.IsDefined(Selection))
        {
            throw new ArgumentOutOfRangeException(nameof(Selection), Selection, "There is no such selection.");
        }
    }
}
