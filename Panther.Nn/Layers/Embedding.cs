using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>A row of a table for each index.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Embedding<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a table of standard normal elements.</summary>
    /// <param name="device">The device.</param>
    /// <param name="count">The rows.</param>
    /// <param name="features">The columns.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no row or column, or the deviation is negative, infinite or NaN.</exception>
    public Embedding(Device device, long count, long features, RandomState random, double deviation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Weight = Register("weight", Initialization.Normal<T>(device, [count, features], deviation, random));
    }

    /// <summary>Gets the table (count×features).</summary>
    public Tensor<T> Weight { get; }

    /// <summary>The rows that indices name (…×features).</summary>
    /// <param name="indices">The indices (…), on a tape.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not below the number of rows.</exception>
    /// <exception cref="InvalidOperationException">The indices are not on a tape.</exception>
    public Tensor<T> Forward(IndexTensor indices) => Weight.Take(indices);
}
