using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, section 3.3):
/// a keyed bijection of 128-bit counters, so that any value can be drawn without the ones before it.
/// </summary>
internal static class Philox4x32
{
    public const int Rounds = 10;
    public const uint FirstMultiplier = 0xD2511F53;
    public const uint SecondMultiplier = 0xCD9E8D57;
    public const uint FirstWeyl = 0x9E3779B9;
    public const uint SecondWeyl = 0xBB67AE85;

    /// <summary>The image of a counter under the key.</summary>
    /// <param name="key">The key; its low word is the generator's first key word.</param>
    /// <param name="counter">The counter.</param>
    public static PhiloxBlock Permute(ulong key, PhiloxBlock counter)
    {
        uint firstKey = (uint)key;
        uint secondKey = (uint)(key >> 32);
        uint x = counter.X;
        uint y = counter.Y;
        uint z = counter.Z;
        uint w = counter.W;
        for (int round = 0; round < Rounds; round++)
        {
            Unroll.Full();
            ulong first = (ulong)FirstMultiplier * x;
            ulong second = (ulong)SecondMultiplier * z;
            x = (uint)(second >> 32) ^ y ^ firstKey;
            y = (uint)second;
            z = (uint)(first >> 32) ^ w ^ secondKey;
            w = (uint)first;
            firstKey += FirstWeyl;
            secondKey += SecondWeyl;
        }

        return new PhiloxBlock(x, y, z, w);
    }

    /// <summary>
    /// The block that belongs to a place of a random matrix. Its counter is, from the low bits: row block (32), column (32), upper row block (16),
    /// upper column (16), stream (32). It depends on nothing else, so a matrix may grow in both directions and keeps its old part.
    /// </summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="rowBlock">The row divided by the number of values that a block gives, below 2⁴⁸.</param>
    /// <param name="column">The column, below 2⁴⁸.</param>
    public static PhiloxBlock At(RandomStream stream, long rowBlock, long column) => Permute(
        stream.Seed,
        new PhiloxBlock(
            (uint)rowBlock,
            (uint)column,
            ((uint)(rowBlock >> 32) & 0xFFFF) | ((uint)(column >> 32) << 16),
            stream.Stream));
}
