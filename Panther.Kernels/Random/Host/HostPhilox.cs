using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Panther.Kernels.Random.Host;

/// <summary><see cref="Philox4x32"/> on the host, in vectors of counters.</summary>
internal static unsafe class HostPhilox
{
    /// <summary>How many counters are done at once.</summary>
    public const int Lanes = 4;

    /// <summary>Writes the images of counters that differ in their second word.</summary>
    /// <param name="key">The key.</param>
    /// <param name="first">The first word of the counters.</param>
    /// <param name="second">The second word of the first counter; those of the others follow.</param>
    /// <param name="third">The third word.</param>
    /// <param name="fourth">The fourth word.</param>
    /// <param name="words">The first words of the images, <see cref="Lanes"/> of them.</param>
    /// <param name="stride">From these to the second words, and so on.</param>
    public static void Permute(ulong key, uint first, uint second, uint third, uint fourth, uint* words, int stride)
    {
        // A word lies in the lower half of 64 bits; what is in the upper half is left out by the products.
        var x = Vector256.Create((ulong)first);
        Vector256<ulong> y = Vector256.Create((ulong)second) + Vector256.Create(0UL, 1, 2, 3);
        var z = Vector256.Create((ulong)third);
        var w = Vector256.Create((ulong)fourth);
        uint firstKey = (uint)key;
        uint secondKey = (uint)(key >> 32);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            Vector256<ulong> low = Product(x, Philox4x32.FirstMultiplier);
            Vector256<ulong> high = Product(z, Philox4x32.SecondMultiplier);
            x = (high >>> 32) ^ y ^ Vector256.Create((ulong)firstKey);
            y = high;
            z = (low >>> 32) ^ w ^ Vector256.Create((ulong)secondKey);
            w = low;
            firstKey += Philox4x32.FirstWeyl;
            secondKey += Philox4x32.SecondWeyl;
        }

        Store(x, words);
        Store(y, words + stride);
        Store(z, words + (2 * stride));
        Store(w, words + (3 * stride));
    }

    /// <summary>The products of lower halves.</summary>
    private static Vector256<ulong> Product(Vector256<ulong> words, uint multiplier)
        => Avx2.IsSupported
            ? Avx2.Multiply(words.AsUInt32(), Vector256.Create((ulong)multiplier).AsUInt32())
            : (words & Vector256.Create((ulong)uint.MaxValue)) * Vector256.Create((ulong)multiplier);

    private static void Store(Vector256<ulong> words, uint* destination)
        => Vector128.Narrow(words.GetLower(), words.GetUpper()).Store(destination);
}
