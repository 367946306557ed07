using Panther.Jit.Runtime;
using Panther.Nn;
using Samples;

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
        return options.IsConvolutional ? Convolutional(options, device, random) : Perceptron(options, device, random);
    }

    private static Sequential<float> Perceptron(TrainDigitsOptions options, Device device, RandomState random)
    {
        Layer<float>[] hidden = Hidden(device, options.Ratio, random, (Digits.Length, Width), (Width, Width));
        return new Sequential<float>(
            hidden[0],
            new Activation<float>(x => x.Gelu()),
            new Dropout<float>(0.1),
            hidden[1],
            new Activation<float>(x => x.Gelu()),
            new Dropout<float>(0.1),
            new Linear<float>(device, Width, Digits.Classes, random));
    }

    private static Sequential<float> Convolutional(TrainDigitsOptions options, Device device, RandomState random) => new(
        new Activation<float>(x => x.Reshape(x.Shape[0], 1, Digits.Side, Digits.Side)),
        new Conv2d<float>(device, 1, 16, (3, 3), random, ConvolutionWindow.Of(padding: 1)),
        new Activation<float>(x => x.Relu()),
        new Conv2d<float>(device, 16, 32, (3, 3), random, ConvolutionWindow.Of(padding: 1)),
        new Activation<float>(x => x.Relu().MaxPool2d(PoolingWindow.Of(2)).Reshape(x.Shape[0], x.Length / (4 * x.Shape[0]))),
        new Dropout<float>(0.25),
        Hidden(device, options.Ratio, random, (32 * Digits.Length / 4, 128))[0],
        new Activation<float>(x => x.Relu()),
        new Dropout<float>(0.25),
        new Linear<float>(device, 128, Digits.Classes, random));

    /// <summary>
    /// Linear layers, or sketched ones. These have one rank, such that their parameters together, biases among them, are at most a part of the dense layers'. So small layers, which are narrow
    /// anyway, keep more of theirs than large ones.
    /// </summary>
    private static Layer<float>[] Hidden(Device device, double? ratio, RandomState random, params (int Inputs, int Outputs)[] sizes)
    {
        if (ratio is null)
        {
            return [.. sizes.Select(size => new Linear<float>(device, size.Inputs, size.Outputs, random))];
        }

        double room = ratio.Value * sizes.Sum(size => (size.Inputs + 1) * size.Outputs);
        int rank = (int)((room - sizes.Sum(size => size.Outputs)) / sizes.Sum(size => size.Inputs + size.Outputs));
        return rank >= 1
            ? [.. sizes.Select(size => new SketchedLinear<float>(device, size.Inputs, size.Outputs, terms: 1, rank, random))]
            : throw new UsageException("--sketched leaves no room for a layer; take a larger number.");
    }
}
