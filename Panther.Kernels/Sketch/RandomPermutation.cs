using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch;

/// <summary>
/// A random permutation of the numbers below a length, each image computed by itself: a Feistel network whose rounds are the generator (Luby and Rackoff,
/// "How to construct pseudorandom permutations from pseudorandom functions", 1988), walked along its cycle until the image is below the length.
/// </summary>
internal readonly struct RandomPermutation
{
    private const int Rounds = 8;

    /// <summary>Rows of the generator above those of any signs.</summary>
    private const long FirstRow = 1L << 47;

    private readonly RandomStream stream;
    private readonly long length;
    private readonly int lowBits;
    private readonly ulong lowMask;
    private readonly ulong highMask;

    /// <summary>Makes the permutation.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="length">The length, at least 1.</param>
    public RandomPermutation(RandomStream stream, long length)
    {
        this.stream = stream;
        this.length = length;
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)length - 1);
        lowBits = bits / 2;
        lowMask = (1UL << lowBits) - 1;
        highMask = (1UL << (bits - lowBits)) - 1;
    }

    /// <summary>The image of a number below the length.</summary>
    public long this[long number]
    {
        get
        {
            ulong high = (ulong)number >> lowBits;
            ulong low = (ulong)number & lowMask;
            do
            {
                for (int round = 0; round < Rounds; round += 2)
                {
                    high ^= Scramble(round, low) & highMask;
                    low ^= Scramble(round + 1, high) & lowMask;
                }
            }
            while (((high << lowBits) | low) >= (ulong)length);
            return (long)((high << lowBits) | low);
        }
    }

    private ulong Scramble(int round, ulong half)
    {
        PhiloxBlock block = Philox4x32.At(stream, FirstRow + round, (long)half);
        return ((ulong)block.X << 32) | block.Y;
    }
}
