using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch;

/// <summary>Single bits and permutations out of the generator.</summary>
internal static class RandomBits
{
    /// <summary>The places that share a block of the generator.</summary>
    public const int PerBlock = 128;

    /// <summary>The signs at a block of places, a bit each from the lowest of the first word on; set bits are negative.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="row">The row of signs.</param>
    /// <param name="block">The places divided by <see cref="PerBlock"/>.</param>
    public static PhiloxBlock Signs(RandomStream stream, long row, long block) => Philox4x32.At(stream, row, block);

    /// <summary>Whether the sign at a place of a row of signs is negative; 128 places share a block.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="row">The row of signs.</param>
    /// <param name="place">The place in the row.</param>
    public static bool IsNegative(RandomStream stream, long row, long place)
        => IsNegative(Signs(stream, row, place / PerBlock), (int)(place % PerBlock));

    /// <summary>Whether the sign at a place of a block of signs is negative.</summary>
    /// <param name="block">See <see cref="Signs"/>.</param>
    /// <param name="bit">The place in the block.</param>
    public static bool IsNegative(PhiloxBlock block, int bit)
    {
        uint word = bit < 64 ? (bit < 32 ? block.X : block.Y) : (bit < 96 ? block.Z : block.W);
        return ((word >> (bit & 31)) & 1) != 0;
    }
}
