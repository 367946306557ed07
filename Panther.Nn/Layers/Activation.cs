using System.Numerics;

namespace Panther.Nn;

/// <summary>A function without parameters as a layer: <c>new Activation&lt;float&gt;(x => x.Gelu())</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="function">The function.</param>
public sealed class Activation<T>(Func<Tensor<T>, Tensor<T>> function) : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Func<Tensor<T>, Tensor<T>> function = function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => function(input);
}
