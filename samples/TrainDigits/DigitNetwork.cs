using Panther.Jit.Runtime;
using Panther.Nn;

namespace TrainDigits;

/// <summary>The networks, dense or with sketched hidden layers.</summary>
internal static class DigitNetwork
{
    private const int Width = 256;

    /// <summary>Makes a network of pictures (n×64) to digits (n×10).</summary>
    /// <param name="options">Which one.</param>
    /// <param name="device">The device.</param>
    public static Sequential<float> Create(TrainDigitsOptions options, Device device)
    {
        var random = new RandomState((ulong)options.Seed);
        return options.IsConvolutional
            ? new Sequential<float>(
                new Activation<float>(x => x.Reshape(x.Shape[0], 1, Digits.Side, Digits.Side)),
                new Conv2d<float>(device, 1, 16, (3, 3), random, ConvolutionWindow.Of(padding: 1)),
                new Activation<float>(x => x.Relu()),
                new Conv2d<float>(device, 16, 32, (3, 3), random, ConvolutionWindow.Of(padding: 1)),
                new Activation<float>(x => x.Relu().MaxPool2d(PoolingWindow.Of(2)).Reshape(x.Shape[0], x.Length / (4 * x.Shape[0]))),
                new Dropout<float>(0.25),
                Hidden(device, 32 * Digits.Length / 4, 128, options.Ratio, random),
                new Activation<float>(x => x.Relu()),
                new Dropout<float>(0.25),
                new Linear<float>(device, 128, Digits.Classes, random))
            : new Sequential<float>(
                Hidden(device, Digits.Length, Width, options.Ratio, random),
                new Activation<float>(x => x.Gelu()),
                new Dropout<float>(0.1),
                Hidden(device, Width, Width, options.Ratio, random),
                new Activation<float>(x => x.Gelu()),
                new Dropout<float>(0.1),
                new Linear<float>(device, Width, Digits.Classes, random));
    }

    /// <summary>A linear layer, or a sketched one whose parameters, the bias among them, are at most a part of the dense one's.</summary>
    private static Layer<float> Hidden(Device device, int inputs, int outputs, double? ratio, RandomState random)
    {
        if (ratio is null)
        {
            return new Linear<float>(device, inputs, outputs, random);
        }

        int rank = (int)(((ratio.Value * (inputs + 1) * outputs) - outputs) / (inputs + outputs));
        return rank >= 1
            ? new SketchedLinear<float>(device, inputs, outputs, terms: 1, rank, random)
            : throw new UsageException($"--sketched leaves no room for a layer from {inputs} to {outputs}; take a larger number.");
    }
}
