using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>Layer normalisation over the last dimension; see <see cref="Normalization.LayerNorm"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class LayerNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double epsilon;

    /// <summary>Makes a layer, with factors 1 and terms 0.</summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The extent of the last dimension.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature, or ε is negative, infinite or NaN.</exception>
    public LayerNorm(Device device, long features, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        NumberCheck.NotNegative(epsilon);
        this.epsilon = epsilon;
        Weight = Register("weight", Initialization.Constant(device, [features], T.One));
        Bias = Register("bias", Initialization.Constant(device, [features], T.Zero));
    }

    /// <summary>Gets the factors.</summary>
    public Tensor<T> Weight { get; }

    /// <summary>Gets the terms.</summary>
    public Tensor<T> Bias { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => input.LayerNorm(Weight, Bias, epsilon);
}
