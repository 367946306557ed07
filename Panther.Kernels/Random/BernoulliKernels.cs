using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>Kernels that draw Bernoulli variables.</summary>
internal static class BernoulliKernels
{
    /// <summary>The elements of a block, which one counter of the generator serves.</summary>
    public const int BlockLength = 4;

    /// <summary>destination[i] = values[i]·scale or 0; one thread for each block.</summary>
    public static void Scale<T>(LongIndex1D block, RandomSource source, float probability, T scale, ArrayView<T> values, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PhiloxBlock bits = Philox4x32.At(source.Resolve(), block.X, 0);
        long first = block.X * BlockLength;
        destination[first] = Scaled(values[first], bits.X, probability, scale);
        if (first + 1 < values.Length)
        {
            destination[first + 1] = Scaled(values[first + 1], bits.Y, probability, scale);
        }

        if (first + 2 < values.Length)
        {
            destination[first + 2] = Scaled(values[first + 2], bits.Z, probability, scale);
        }

        if (first + 3 < values.Length)
        {
            destination[first + 3] = Scaled(values[first + 3], bits.W, probability, scale);
        }
    }

    private static T Scaled<T>(T value, uint bits, float probability, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        => UniformSingle.HalfOpen(bits) < probability ? T.Zero : value * scale;
}
