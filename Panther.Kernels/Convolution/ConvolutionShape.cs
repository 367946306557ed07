using Panther.Kernels.Launch;

namespace Panther.Kernels.Convolution;

/// <summary>
/// The extents of a convolution. The input is images×(groups·inputChannels)×inputHeight×inputWidth, the weights
/// (groups·outputChannels)×inputChannels×kernelHeight×kernelWidth, the output images×(groups·outputChannels)×outputHeight×outputWidth, all dense by rows.
/// </summary>
internal sealed record ConvolutionShape
{
    /// <summary>Gets the images.</summary>
    public required int Images { get; init; }

    /// <summary>Gets the groups, which do not mix.</summary>
    public required int Groups { get; init; }

    /// <summary>Gets the input's channels of a group.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Gets the output's channels of a group.</summary>
    public required int OutputChannels { get; init; }

    /// <summary>Gets the input's extents.</summary>
    public required Extent2 Input { get; init; }

    /// <summary>Gets the output's extents.</summary>
    public required Extent2 Output { get; init; }

    /// <summary>Gets the extents of the weights.</summary>
    public required Extent2 Kernel { get; init; }

    /// <summary>Gets the distance, in the input, of neighbouring places of the output.</summary>
    public required Extent2 Stride { get; init; }

    /// <summary>Gets the zeros in front of the input.</summary>
    public required Extent2 Padding { get; init; }

    /// <summary>Gets the distance, in the input, of neighbouring weights.</summary>
    public required Extent2 Dilation { get; init; }

    /// <summary>Gets the products in one sum of the output.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public int Taps => KernelExtent.Of((long)InputChannels * Kernel.Area, "The weights of a channel of a convolution's output");

    /// <summary>Gets the elements of a group's channels of one image of the input.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public int InputGroup => KernelExtent.Of((long)InputChannels * Input.Area, "The elements of a group's channels of an image");

    /// <summary>Gets the elements of a group's channels of one image of the output.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public int OutputGroup => KernelExtent.Of((long)OutputChannels * Output.Area, "The elements of a group's channels of an image");

    /// <summary>Gets the elements of one image of the input.</summary>
    public long InputImage => (long)Groups * InputChannels * Input.Area;

    /// <summary>Gets the elements of one image of the output.</summary>
    public long OutputImage => (long)Groups * OutputChannels * Output.Area;

    /// <summary>Gets the number of weights.</summary>
    public long Weights => (long)Groups * OutputChannels * Taps;

    /// <summary>Throws unless kernels can count the places of the padded input.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public void ThrowIfPaddedTooFar()
        => KernelExtent.Of(checked((Input.Y + (2L * Padding.Y)) * (Input.X + (2L * Padding.X))), "The places of a convolution's padded input");

    /// <summary>Gets a value indicating whether the output, the input, or the weights have no elements.</summary>
    public bool IsEmpty => Images == 0 || InputImage == 0 || OutputImage == 0 || Weights == 0;
}

/// <summary>Height and width of something.</summary>
internal readonly record struct Extent2(int Y, int X)
{
    /// <summary>Gets the product.</summary>
    /// <exception cref="OverflowException">It is too large.</exception>
    public int Area => KernelExtent.Of((long)Y * X, "The places of a plane");
}
