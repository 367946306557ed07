using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch;

/// <summary>Single bits and permutations out of the generator.</summary>
internal static class RandomBits
{
    private const int BitsPerBlock = 128;

    /// <summary>Whether the sign at a place of a row of signs is negative; 128 places share a block.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="row">The row of signs.</param>
    /// <param name="place">The place in the row.</param>
    public static bool IsNegative(RandomStream stream, long row, long place)
    {
        PhiloxBlock block = Philox4x32.At(stream, row, place / BitsPerBlock);
        int bit = (int)(place % BitsPerBlock);
        uint word = bit < 64 ? (bit < 32 ? block.X : block.Y) : (bit < 96 ? block.Z : block.W);
        return ((word >> (bit & 31)) & 1) != 0;
    }
}
