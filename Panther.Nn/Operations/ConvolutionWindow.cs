namespace Panther.Nn;

/// <summary>How the weights of a convolution move over an input. Pairs are of height and width; convolutions of one dimension use the width.</summary>
public sealed record ConvolutionWindow
{
    /// <summary>Gets step 1, no padding, no dilation, one group.</summary>
    public static ConvolutionWindow Default { get; } = new();

    /// <summary>Gets the step in the input from one place of the output to the next, at least 1.</summary>
    public (int Y, int X) Stride { get; init; } = (1, 1);

    /// <summary>Gets the zeros that are thought on each side of the input.</summary>
    public (int Y, int X) Padding { get; init; }

    /// <summary>Gets the distance in the input of neighbouring weights, at least 1.</summary>
    public (int Y, int X) Dilation { get; init; } = (1, 1);

    /// <summary>Gets in how many groups the channels are divided that do not mix, at least 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The same in both directions.</summary>
    /// <param name="stride">The step.</param>
    /// <param name="padding">The zeros on each side.</param>
    /// <param name="dilation">The distance of neighbouring weights.</param>
    /// <param name="groups">The groups of channels.</param>
    public static ConvolutionWindow Of(int stride = 1, int padding = 0, int dilation = 1, int groups = 1) => new()
    {
        Stride = (stride, stride),
        Padding = (padding, padding),
        Dilation = (dilation, dilation),
        Groups = groups,
    };

    /// <summary>The window of a convolution of one dimension, over inputs of height 1.</summary>
    internal ConvolutionWindow AlongWidth() => this with { Stride = (1, Stride.X), Padding = (0, Padding.X), Dilation = (1, Dilation.X) };

    /// <exception cref="ArgumentException">A number is too small.</exception>
    internal void Validate(string name)
    {
        if (Math.Min(Stride.Y, Stride.X) < 1 || Math.Min(Dilation.Y, Dilation.X) < 1 || Math.Min(Padding.Y, Padding.X) < 0 || Groups < 1)
        {
            throw new ArgumentException($"Strides, dilations and groups are at least 1, and padding is not negative: {this}.", name);
        }
    }
}
