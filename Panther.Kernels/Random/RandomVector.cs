using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Random;

/// <summary>Draws independent values on a device, the same bits on every device. Enqueues and returns; may be captured.</summary>
internal static class RandomVector
{
    /// <summary>Standard normal values.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="source">What is drawn.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void FillNormal<T>(DeviceStream queue, ArrayView<T> destination, RandomSource source)
        where T : unmanaged
        => Fill<T, NormalSingle, NormalDouble>(queue, destination, source);

    /// <summary>Values that are uniform in [0, 1): multiples of 2⁻²⁴ in float and of 2⁻⁵³ in double.</summary>
    /// <inheritdoc cref="FillNormal"/>
    public static void FillUniform<T>(DeviceStream queue, ArrayView<T> destination, RandomSource source)
        where T : unmanaged
        => Fill<T, UniformSingle, UniformDouble>(queue, destination, source);

    private static void Fill<T, TSingle, TDouble>(DeviceStream queue, ArrayView<T> destination, RandomSource source)
        where T : unmanaged
        where TSingle : struct, IDistribution<float>
        where TDouble : struct, IDistribution<double>
    {
        if (typeof(T) == typeof(float))
        {
            Fill<float, TSingle>(queue, destination.Cast<float>(), source);
        }
        else if (typeof(T) == typeof(double))
        {
            Fill<double, TDouble>(queue, destination.Cast<double>(), source);
        }
        else
        {
            throw new NotSupportedException($"Values are drawn of type float or double, not {typeof(T).Name}.");
        }
    }

    private static void Fill<T, TDistribution>(DeviceStream queue, ArrayView<T> destination, RandomSource source)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
        => queue.Device.LoadKernel<LongIndex1D, RandomSource, ArrayView<T>>(RandomVectorKernels.Fill<T, TDistribution>)
            .Launch(queue, new LongIndex1D((destination.Length + TDistribution.BlockLength - 1) / TDistribution.BlockLength), source, destination);
}
