using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>RMS normalisation over the last dimension; see <see cref="Normalization.RmsNorm"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class RmsNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double epsilon;

    /// <summary>Makes a layer, with factors 1.</summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The extent of the last dimension.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature, or ε is negative, infinite or NaN.</exception>
    public RmsNorm(Device device, long features, double epsilon = 1e-6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        NumberCheck.NotNegative(epsilon);
        this.epsilon = epsilon;
        Weight = Register("weight", Initialization.Constant(device, [features], T.One));
    }

    /// <summary>Gets the factors.</summary>
    public Tensor<T> Weight { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => input.RmsNorm(Weight, epsilon);
}
