using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// Batch normalisation of images (n×c×h×w): by the batch's statistics in training, which move running averages along, and by those averages otherwise; see
/// <see cref="ChannelNormalization.BatchNorm"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>The averages move with each forward pass in training; a <see cref="Tape.Checkpoint"/>, which computes twice, moves them once.</remarks>
public sealed class BatchNorm2d<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double momentum;
    private readonly double epsilon;

    /// <summary>Makes a layer, with factors 1 and terms 0, means 0 and variances 1.</summary>
    /// <param name="device">The device.</param>
    /// <param name="channels">The channels, c.</param>
    /// <param name="momentum">The weight of a batch in the running averages.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, the momentum is not in [0, 1], or ε is negative, infinite or NaN.</exception>
    public BatchNorm2d(Device device, int channels, double momentum = 0.1, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        NumberCheck.Part(momentum);
        NumberCheck.NotNegative(epsilon);
        this.momentum = momentum;
        this.epsilon = epsilon;
        Weight = Register("weight", Initialization.Constant(device, [channels], T.One));
        Bias = Register("bias", Initialization.Constant(device, [channels], T.Zero));
        RunningMean = RegisterState("running_mean", Initialization.Constant(device, [channels], T.Zero));
        RunningVariance = RegisterState("running_var", Initialization.Constant(device, [channels], T.One));
    }

    /// <summary>Gets the factors (c).</summary>
    public Tensor<T> Weight { get; }

    /// <summary>Gets the terms (c).</summary>
    public Tensor<T> Bias { get; }

    /// <summary>Gets the running averages of means (c), which are saved but not trained.</summary>
    public Tensor<T> RunningMean { get; }

    /// <summary>Gets the running averages of unbiased variances (c), which are saved but not trained.</summary>
    public Tensor<T> RunningVariance { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not n×c×h×w.</exception>
    public override Tensor<T> Forward(Tensor<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 4)
        {
            throw new ArgumentException($"A tensor of shape {input.Shape} is not images, n×c×h×w.", nameof(input));
        }

        (Tensor<T> weight, Tensor<T> bias) = (Beside(input, Weight), Beside(input, Bias));
        return IsTraining
            ? input.BatchNorm(weight, bias, RunningMean, RunningVariance, momentum, epsilon)
            : input.BatchNormWith(weight, bias, Beside(input, RunningMean), Beside(input, RunningVariance), epsilon);
    }
}
