using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a block Krylov SVD is computed. The defaults suit most matrices.</summary>
public sealed record BlockKrylovSvdOptions
{
    /// <summary>Gets the default options.</summary>
    public static BlockKrylovSvdOptions Default { get; } = new();

    /// <summary>Gets the columns of a block; null for rank + 10. Blocks narrower than the rank need less memory and more iterations.</summary>
    public int? BlockSize { get; init; }

    /// <summary>Gets the number of iterations; 2 by default. Each reads the matrix twice more and widens the basis by a block.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    /// <summary>Returns the columns of a block for a rank.</summary>
    internal int Block(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Iterations);
        if (BlockSize is not { } size)
        {
            return (int)Math.Min(int.MaxValue, rank + 10L);
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(BlockSize));
        return (Iterations + 1L) * size >= rank
            ? size
            : throw new ArgumentOutOfRangeException(nameof(BlockSize), size, $"{Iterations + 1} blocks of {size} columns do not reach rank {rank}.");
    }
}
