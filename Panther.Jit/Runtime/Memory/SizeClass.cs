using System.Numerics;

namespace Panther.Jit.Runtime;

/// <summary>The block sizes a pool hands out. Few sizes make reuse likely; fine steps keep the waste at most a quarter, an eighth
/// from 1 MiB on, and 2 MiB from 64 MiB on.</summary>
internal static class SizeClass
{
    /// <summary>Blocks above this size are matched by best fit instead of by class.</summary>
    public const long LargestClass = 64L << 20;

    private const long Smallest = 256;
    private const long LargeStep = 2L << 20;

    /// <summary>The smallest block size that holds <paramref name="bytes"/>.</summary>
    /// <exception cref="OverflowException">The size does not fit in 63 bits.</exception>
    public static long RoundUp(long bytes)
    {
        if (bytes <= Smallest)
        {
            return Smallest;
        }

        long step = LargeStep;
        if (bytes <= LargestClass)
        {
            long power = 1L << BitOperations.Log2((ulong)bytes);
            step = Math.Max(Smallest, power / (bytes <= 1L << 20 ? 4 : 8));
        }

        return checked(bytes + step - 1) / step * step;
    }
}
