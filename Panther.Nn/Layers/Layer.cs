using System.Numerics;

namespace Panther.Nn;

/// <summary>A module from tensor to tensor.</summary>
/// <typeparam name="T">The element type.</typeparam>
public abstract class Layer<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes the layer's output, on the tape of the input.</summary>
    /// <param name="input">The input, on a tape.</param>
    public abstract Tensor<T> Forward(Tensor<T> input);
}
