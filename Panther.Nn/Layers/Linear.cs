using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>y = x·Wᵀ + b, with x (…×in), W (out×in) and b (out).</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Linear<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer; weights and bias are uniform in ±1/√in.</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The features of the input.</param>
    /// <param name="outputs">The features of the output.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Linear(Device device, long inputs, long outputs, RandomState random, bool hasBias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        double bound = 1 / Math.Sqrt(inputs);
        Weight = Register("weight", Initialization.Uniform<T>(device, [outputs, inputs], bound, random));
        Bias = hasBias ? Register("bias", Initialization.Uniform<T>(device, [outputs], bound, random)) : null;
    }

    /// <summary>Gets the weights (out×in).</summary>
    public Tensor<T> Weight { get; }

    /// <summary>Gets the bias (out), if there is one.</summary>
    public Tensor<T>? Bias { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => input.Linear(Weight, Bias);
}
