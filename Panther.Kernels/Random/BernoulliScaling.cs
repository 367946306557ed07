using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Random;

/// <summary>Multiplies elements by independent Bernoulli variables: dropout.</summary>
internal static class BernoulliScaling
{
    /// <summary>destination[i] = values[i]·scale where the uniform value i of a random stream is not below a probability, else 0. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">What is drawn; the same on every device and for every type.</param>
    /// <param name="probability">The probability of 0.</param>
    /// <param name="scale">The factor of the others.</param>
    /// <param name="values">The elements.</param>
    /// <param name="destination">As many; may be the same ones.</param>
    public static void Apply<T>(DeviceStream queue, RandomSource source, float probability, T scale, ArrayView<T> values, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<LongIndex1D, RandomSource, float, T, ArrayView<T>, ArrayView<T>>(BernoulliKernels.Scale)
            .Launch(queue, new LongIndex1D((values.Length + BernoulliKernels.BlockLength - 1) / BernoulliKernels.BlockLength), source, probability, scale, values, destination);
}
