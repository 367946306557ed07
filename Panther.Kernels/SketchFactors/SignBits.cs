using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.SketchFactors;

/// <summary>
/// The random signs of sketched layers: a sign for each place (a feature of the input or output) and rank, 128 from a block of the generator. They are a function of a key and of where they stand.
/// </summary>
/// <remarks>
/// The key lies on the device, as eight numbers of 0 to 255, its bytes from the lowest. So it can be a state of a model: it is saved and loaded like any other, and a conversion between float and double does not change it.
/// </remarks>
internal static class SignBits
{
    /// <summary>The elements that hold a key.</summary>
    public const int KeyLength = 8;

    /// <summary>The neighbouring places of a block.</summary>
    public const int Places = 8;

    /// <summary>The neighbouring ranks of a block.</summary>
    public const int Ranks = 16;

    /// <summary>The words of a block: two places each, the first in the lower half.</summary>
    public const int Words = 4;

    /// <summary>A key as it lies on the device.</summary>
    public static T[] Bytes<T>(ulong key)
        where T : unmanaged, INumberBase<T>
        => [.. Enumerable.Range(0, KeyLength).Select(i => T.CreateChecked((byte)(key >> (8 * i))))];

    /// <summary>Reads a key. For kernels, and for the host with elements that it reaches.</summary>
    public static ulong Key<T>(ArrayView<T> bytes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Rounded, so that averages of equal keys are still that key.
        T half = T.CreateTruncating(0.5);
        ulong key = 0;
        for (int i = 0; i < KeyLength; i++)
        {
            Unroll.Full();
            key |= (ulong)(uint)int.CreateTruncating(bytes[i] + half) << (8 * i);
        }

        return key;
    }

    /// <summary>The signs of a block of places and ranks.</summary>
    /// <param name="stream">The key and the number of the factor.</param>
    /// <param name="placeBlock">The place divided by <see cref="Places"/>.</param>
    /// <param name="rankBlock">The rank divided by <see cref="Ranks"/>.</param>
    public static PhiloxBlock Block(RandomStream stream, long placeBlock, long rankBlock) => Philox4x32.At(stream, placeBlock, rankBlock);

    /// <summary>Which of a block's words a place is in.</summary>
    public static int Word(int place) => (int)((uint)place % Places / 2);

    /// <summary>The sign at a place and rank out of their word, times a number; set bits are negative.</summary>
    public static T Sign<T>(uint word, int place, int rank, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        => ((word >> (((place & 1) * Ranks) + (rank & (Ranks - 1)))) & 1) != 0 ? -scale : scale;

    /// <summary>The sign at a place and rank, computed on the host.</summary>
    public static int Value(RandomStream stream, int place, int rank)
    {
        PhiloxBlock block = Block(stream, place / Places, rank / Ranks);
        uint word = Word(place) switch
        {
            0 => block.X,
            1 => block.Y,
            2 => block.Z,
            _ => block.W,
        };
        return Sign(word, place, rank, 1f) < 0 ? -1 : 1;
    }
}
