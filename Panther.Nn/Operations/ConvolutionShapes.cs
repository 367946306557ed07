using Panther.Kernels.Convolution;

namespace Panther.Nn;

/// <summary>The extents of convolutions from the shapes of their operands.</summary>
internal static class ConvolutionShapes
{
    /// <exception cref="ArgumentException">The shapes do not go together, or the window is larger than the padded input.</exception>
    public static ConvolutionShape Of(Tensor x, Tensor weights, ConvolutionWindow window)
    {
        ThrowIfNotRank(x, weights, 4);
        window.Validate(nameof(window));
        if (weights.Shape[0] % window.Groups != 0 || weights.Shape[1] * window.Groups != x.Shape[1] || x.Shape[1] == 0)
        {
            throw new ArgumentException($"Weights of shape {weights.Shape} in {window.Groups} groups do not go with an input of shape {x.Shape}.", nameof(weights));
        }

        return new ConvolutionShape
        {
            Images = checked((int)x.Shape[0]),
            Groups = window.Groups,
            InputChannels = checked((int)weights.Shape[1]),
            OutputChannels = checked((int)(weights.Shape[0] / window.Groups)),
            Input = Extents(x.Shape),
            Kernel = Extents(weights.Shape),
            Output = new Extent2(
                Places(x.Shape[2], weights.Shape[2], window.Stride.Y, window.Padding.Y, window.Dilation.Y),
                Places(x.Shape[3], weights.Shape[3], window.Stride.X, window.Padding.X, window.Dilation.X)),
            Stride = Extents(window.Stride),
            Padding = Extents(window.Padding),
            Dilation = Extents(window.Dilation),
        };
    }

    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static ConvolutionShape OfTransposed(Tensor x, Tensor weights, ConvolutionWindow window, (int Y, int X) outputPadding)
    {
        ThrowIfNotRank(x, weights, 4);
        window.Validate(nameof(window));
        if (weights.Shape[0] != x.Shape[1] || weights.Shape[0] % window.Groups != 0 || x.Shape[1] == 0)
        {
            throw new ArgumentException($"Weights of shape {weights.Shape} in {window.Groups} groups do not go with an input of shape {x.Shape}.", nameof(weights));
        }

        if (outputPadding.Y < 0 || outputPadding.X < 0 || outputPadding.Y >= window.Stride.Y || outputPadding.X >= window.Stride.X)
        {
            throw new ArgumentException($"The output's padding {outputPadding} is not below the stride {window.Stride}.", nameof(outputPadding));
        }

        return new ConvolutionShape
        {
            Images = checked((int)x.Shape[0]),
            Groups = window.Groups,
            InputChannels = checked((int)weights.Shape[1]),
            OutputChannels = checked((int)(weights.Shape[0] / window.Groups)),
            Input = new Extent2(
                Span(x.Shape[2], weights.Shape[2], window.Stride.Y, window.Padding.Y, window.Dilation.Y, outputPadding.Y),
                Span(x.Shape[3], weights.Shape[3], window.Stride.X, window.Padding.X, window.Dilation.X, outputPadding.X)),
            Kernel = Extents(weights.Shape),
            Output = Extents(x.Shape),
            Stride = Extents(window.Stride),
            Padding = Extents(window.Padding),
            Dilation = Extents(window.Dilation),
        };
    }

    public static Shape Input(ConvolutionShape s) => [s.Images, (long)s.Groups * s.InputChannels, s.Input.Y, s.Input.X];

    public static Shape Output(ConvolutionShape s) => [s.Images, (long)s.Groups * s.OutputChannels, s.Output.Y, s.Output.X];

    public static Shape Weights(ConvolutionShape s) => [(long)s.Groups * s.OutputChannels, s.InputChannels, s.Kernel.Y, s.Kernel.X];

    /// <summary>The shape of the weights of a layer: all of the first channels, and a group of the second.</summary>
    /// <exception cref="ArgumentException">A number is too small, or the groups do not divide the channels.</exception>
    public static Shape OfLayer(int first, int second, ConvolutionWindow window, params ReadOnlySpan<long> size)
    {
        window.Validate(nameof(window));
        if (first < 1 || second < 1 || first % window.Groups != 0 || second % window.Groups != 0)
        {
            throw new ArgumentException($"{window.Groups} groups do not divide {first} and {second} channels.", nameof(window));
        }

        foreach (long extent in size)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(extent, 1, nameof(size));
        }

        return [first, second / window.Groups, .. size];
    }

    /// <exception cref="ArgumentException">An operand has another number of dimensions.</exception>
    public static void ThrowIfNotRank(Tensor x, Tensor weights, int rank)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        if (x.Rank != rank || weights.Rank != rank)
        {
            throw new ArgumentException($"A convolution takes an input and weights of {rank} dimensions, not of shapes {x.Shape} and {weights.Shape}.");
        }
    }

    private static Extent2 Extents(Shape shape) => new(checked((int)shape[2]), checked((int)shape[3]));

    private static Extent2 Extents((int Y, int X) pair) => new(pair.Y, pair.X);

    private static int Places(long input, long kernel, int stride, int padding, int dilation)
    {
        long room = input + (2L * padding) - ((kernel - 1) * dilation) - 1;
        return kernel > 0 && room >= 0
            ? checked((int)((room / stride) + 1))
            : throw new ArgumentException($"{kernel} weights with dilation {dilation} do not fit an input of {input} places with padding {padding}.");
    }

    private static int Span(long output, long kernel, int stride, int padding, int dilation, int outputPadding)
    {
        long span = ((output - 1) * stride) - (2L * padding) + ((kernel - 1) * dilation) + 1 + outputPadding;
        return output > 0 && kernel > 0 && span > 0
            ? checked((int)span)
            : throw new ArgumentException($"{output} places with {kernel} weights, stride {stride} and padding {padding} leave no output.");
    }
}
