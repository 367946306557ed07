using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>Random signs in memory, a bit each, for kernels with no registers to draw them: an eighth of a byte for each row of the matrix.</summary>
internal static class SignWords
{
    /// <summary>The logarithm of the signs in a word.</summary>
    public const int Order = 5;

    /// <summary>The signs in a word.</summary>
    public const int Bits = 1 << Order;

    private const int WordsPerBlock = RandomBits.PerBlock / Bits;

    /// <summary>The words that a row of signs takes.</summary>
    public static long Words(long signs) => (signs + RandomBits.PerBlock - 1) / RandomBits.PerBlock * WordsPerBlock;

    /// <summary>Draws some rows of signs, from a place on that is a multiple of 128; set bits are negative.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="firstRow">The first row of signs.</param>
    /// <param name="rows">The rows of signs.</param>
    /// <param name="firstPlace">The first place.</param>
    /// <param name="signs">The signs of a row.</param>
    public static DeviceBuffer<uint> Draw(DeviceStream queue, RandomStream stream, long firstRow, long rows, long firstPlace, long signs)
    {
        DeviceBuffer<uint> words = queue.Device.Allocate<uint>(checked(rows * Words(signs)), queue);
        queue.Device.LoadKernel<LongIndex1D, RandomStream, long, long, long, ArrayView<PhiloxBlock>>(Draw)
            .Launch(queue, words.Length / WordsPerBlock, stream, firstRow, firstPlace / RandomBits.PerBlock, Words(signs) / WordsPerBlock, words.View.Cast<PhiloxBlock>());
        return words;
    }

    /// <summary>The kernel: one thread for each 128 signs, <paramref name="blocks"/> of them for a row.</summary>
    public static void Draw(LongIndex1D index, RandomStream stream, long firstRow, long firstBlock, long blocks, ArrayView<PhiloxBlock> words)
    {
        long row = index.X / blocks;
        words[index.X] = RandomBits.Signs(stream, firstRow + row, firstBlock + index.X - (row * blocks));
    }
}
