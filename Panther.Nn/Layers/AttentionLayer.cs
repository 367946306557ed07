using System.Numerics;

namespace Panther.Nn;

/// <summary>A layer in which the places of a sequence (b×n×features) see each other.</summary>
/// <typeparam name="T">The element type.</typeparam>
public abstract class AttentionLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => Forward(input, null);

    /// <summary>Computes the layer's output, b×n×features, on the tape of the input.</summary>
    /// <param name="input">The sequences, b×n×features, on a tape.</param>
    /// <param name="keyMask">b×n: 0 at places that none may see, such as padding, and 1 elsewhere; <see langword="null"/> if all may be seen.</param>
    public abstract Tensor<T> Forward(Tensor<T> input, Tensor<T>? keyMask);
}
