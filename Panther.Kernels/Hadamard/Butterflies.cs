using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Hadamard;

/// <summary>Sums and differences of elements in registers: factors H₂ of the Hadamard matrix.</summary>
internal static class Butterflies
{
    /// <summary>Applies H₂ along some bits of the elements' numbers in the array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">The elements, a power of two of them.</param>
    /// <param name="firstBit">The first bit; a compile-time constant.</param>
    /// <param name="endBit">The bit behind the last; a compile-time constant.</param>
    public static void Apply<T>(T[] values, int firstBit, int endBit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int bit = firstBit; bit < endBit; bit++)
        {
            Unroll.Full();
            int half = 1 << bit;
            for (int pair = 0; pair < values.Length / 2; pair++)
            {
                Unroll.Full();
                int low = ((pair >> bit) << (bit + 1)) | (pair & (half - 1));
                T sum = values[low] + values[low + half];
                values[low + half] = values[low] - values[low + half];
                values[low] = sum;
            }
        }
    }
}
