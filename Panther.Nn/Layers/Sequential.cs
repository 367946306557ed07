using System.Numerics;

namespace Panther.Nn;

/// <summary>Layers one after another; their names are their numbers.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Sequential<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Layer<T>[] layers;

    /// <summary>Makes a sequence, which owns its layers.</summary>
    /// <param name="layers">The layers.</param>
    public Sequential(params ReadOnlySpan<Layer<T>> layers)
    {
        this.layers = layers.ToArray();
        for (int i = 0; i < layers.Length; i++)
        {
            Register(i.ToString(System.Globalization.CultureInfo.InvariantCulture), layers[i]);
        }
    }

    /// <summary>Gets the layers.</summary>
    public IReadOnlyList<Layer<T>> Layers => layers;

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input)
    {
        Tensor<T> x = input;
        foreach (Layer<T> layer in layers)
        {
            x = layer.Forward(x);
        }

        return x;
    }
}
