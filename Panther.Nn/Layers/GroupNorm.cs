using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>Normalisation of groups of channels of each image (n×c×…); see <see cref="ChannelNormalization.GroupNorm"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class GroupNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int groups;
    private readonly double epsilon;

    /// <summary>Makes a layer, with factors 1 and terms 0.</summary>
    /// <param name="device">The device.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="channels">The channels, c, a multiple of the groups.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel or group, or ε is negative, infinite or NaN.</exception>
    public GroupNorm(Device device, int groups, int channels, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (channels % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {channels} channels.", nameof(groups));
        }

        NumberCheck.NotNegative(epsilon);
        this.groups = groups;
        this.epsilon = epsilon;
        Weight = Register("weight", Initialization.Constant(device, [channels], T.One));
        Bias = Register("bias", Initialization.Constant(device, [channels], T.Zero));
    }

    /// <summary>Gets the factors (c).</summary>
    public Tensor<T> Weight { get; }

    /// <summary>Gets the terms (c).</summary>
    public Tensor<T> Bias { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => input.GroupNorm(groups, Beside(input, Weight), Beside(input, Bias), epsilon);
}
