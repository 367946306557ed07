using System.Numerics;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>Normalisation over the channels of images (n×c, or n×c×…, the dots being places), with a factor and a term for each channel.</summary>
/// <remarks>The kernels are <see cref="Kernels.Channels.ChannelKernels"/>, launched by <see cref="Kernels.Channels.ChannelStatistics"/>.</remarks>
public static class ChannelNormalization
{
    /// <summary>
    /// (x - mean)/√(variance + ε)·scale + shift, with the mean and the variance Σ(x - mean)²/count of each channel over all images and places
    /// (Ioffe and Szegedy, "Batch normalization", 2015, algorithm 1): for training. Gradients have gradients, which then go through plain tensor operations.
    /// </summary>
    /// <param name="x">The images, n×c×….</param>
    /// <param name="scale">c factors.</param>
    /// <param name="shift">c terms.</param>
    /// <param name="runningMean">
    /// c averages over training steps, or <see langword="null"/>: replaced by (1 - momentum) times themselves plus momentum times the batch's mean.
    /// </param>
    /// <param name="runningVariance">The same of variances, of which the unbiased Σ(x - mean)²/(count - 1) is taken.</param>
    /// <param name="momentum">The weight of the batch in the running averages.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentException">There are not c factors, terms or averages, or a channel has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not in [0, 1], or ε is negative, infinite or NaN.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Tensor<T> BatchNorm<T>(
        this Tensor<T> x,
        Tensor<T> scale,
        Tensor<T> shift,
        Tensor<T>? runningMean = null,
        Tensor<T>? runningVariance = null,
        double momentum = 0.1,
        double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("Batch normalisation");
        NumberCheck.Part(momentum);
        NumberCheck.NotNegative(epsilon);
        ThrowIfNotOfChannels(x, scale, nameof(scale));
        ThrowIfNotOfChannels(x, shift, nameof(shift));
        ThrowIfNotOfChannels(x, runningMean ?? scale, nameof(runningMean));
        ThrowIfNotOfChannels(x, runningVariance ?? scale, nameof(runningVariance));
        ThrowIfEmpty(x);
        using var scope = new OperationScope(x, scale, shift);
        var layout = new ChannelLayout(x.Shape[0], x.Shape[1], 1, x.Length / (x.Shape[0] * x.Shape[1]), 0);
        var norm = new ChannelNorm<T>(scope.Enter(x).Contiguous(), layout, T.CreateChecked(epsilon));
        norm.Update(runningMean, 1, momentum, isVariance: false);
        norm.Update(runningVariance, layout.Count / Math.Max(1.0, layout.Count - 1), momentum, isVariance: true);
        return scope.Leave(norm.Apply(scope.Enter(scale).Contiguous(), scope.Enter(shift).Contiguous(), x.Shape));
    }

    /// <summary>(x - mean)/√(variance + ε)·scale + shift with given means and variances of the channels: batch normalisation in use.</summary>
    /// <param name="x">The images, n×c×….</param>
    /// <param name="scale">c factors.</param>
    /// <param name="shift">c terms.</param>
    /// <param name="mean">c means.</param>
    /// <param name="variance">c variances.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentException">There are not c factors, terms, means or variances.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative, infinite or NaN.</exception>
    public static Tensor<T> BatchNormWith<T>(
        this Tensor<T> x, Tensor<T> scale, Tensor<T> shift, Tensor<T> mean, Tensor<T> variance, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotOfChannels(x, scale, nameof(scale));
        ThrowIfNotOfChannels(x, shift, nameof(shift));
        ThrowIfNotOfChannels(x, mean, nameof(mean));
        ThrowIfNotOfChannels(x, variance, nameof(variance));
        NumberCheck.NotNegative(epsilon);
        using var scope = new OperationScope(x, scale, shift, mean, variance);
        Tensor<T> factor = scope.Enter(scale) * (scope.Enter(variance) + T.CreateChecked(epsilon)).Power(T.CreateTruncating(-0.5));
        return scope.Leave(Elementwise.Apply(
            default(AffineProductFunction<T>), scope.Enter(x), OfChannels(scope.Enter(mean), x), OfChannels(factor, x), OfChannels(scope.Enter(shift), x)));
    }

    /// <summary>
    /// (x - mean)/√(variance + ε)·scale + shift, with the mean and the variance of each group of neighbouring channels of each image (Wu and He, "Group normalization", 2018, equations 1 to 3,
    /// 6 and 7).
    /// </summary>
    /// <param name="x">The images, n×c×….</param>
    /// <param name="groups">How many groups; divides c.</param>
    /// <param name="scale">c factors.</param>
    /// <param name="shift">c terms.</param>
    /// <param name="epsilon">What keeps the root from zero.</param>
    /// <exception cref="ArgumentException">There are not c factors or terms, the groups do not divide the channels, or a group has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative, infinite or NaN.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Tensor<T> GroupNorm<T>(this Tensor<T> x, int groups, Tensor<T> scale, Tensor<T> shift, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("Group normalisation");
        NumberCheck.NotNegative(epsilon);
        ThrowIfNotOfChannels(x, scale, nameof(scale));
        ThrowIfNotOfChannels(x, shift, nameof(shift));
        ThrowIfEmpty(x);
        if (groups < 1 || x.Shape[1] % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {x.Shape[1]} channels.", nameof(groups));
        }

        using var scope = new OperationScope(x, scale, shift);
        var layout = new ChannelLayout(x.Shape[0], groups, x.Shape[1] / groups, x.Length / (x.Shape[0] * x.Shape[1]), 2);
        var norm = new ChannelNorm<T>(scope.Enter(x).Contiguous(), layout, T.CreateChecked(epsilon));
        return scope.Leave(norm.Apply(scope.Enter(scale).Contiguous(), scope.Enter(shift).Contiguous(), x.Shape));
    }

    /// <summary>A number for each channel as a tensor that broadcasts to the images.</summary>
    private static Tensor<T> OfChannels<T>(Tensor<T> row, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => row.Reshape(Shape.Create([row.Length, .. Enumerable.Repeat(1L, x.Rank - 2)]));

    private static void ThrowIfEmpty(Tensor x)
    {
        if (x.Length == 0)
        {
            throw new ArgumentException($"A tensor of shape {x.Shape} has no elements to normalise.", nameof(x));
        }
    }

    private static void ThrowIfNotOfChannels(Tensor x, Tensor row, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(row, name);
        if (x.Rank < 2 || row.Rank != 1 || row.Length != x.Shape[1])
        {
            throw new ArgumentException($"A tensor of shape {row.Shape} does not go with the channels of one of shape {x.Shape}.", name);
        }
    }
}
