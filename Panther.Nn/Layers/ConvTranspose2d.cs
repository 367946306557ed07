using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>The transpose of a convolution of images, n×in×h×w to n×out×h′×w′; see <see cref="Convolution.ConvTranspose2d"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class ConvTranspose2d<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly (int Y, int X) outputPadding;

    /// <summary>Makes a layer; weights and bias are uniform in ±1/√(out/groups·kh·kw), as those of the convolution whose transpose this is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="size">The extents of the kernel, kh and kw.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="window">Strides, padding, dilation and groups of that convolution, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <param name="outputPadding">How much larger the output is than the smallest whose convolution has the input's extents; less than the stride.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">A number is too small, or the groups do not divide the channels.</exception>
    public ConvTranspose2d(
        Device device,
        int inputs,
        int outputs,
        (int Y, int X) size,
        RandomState random,
        ConvolutionWindow? window = null,
        (int Y, int X) outputPadding = default,
        bool hasBias = true)
    {
        Window = window ?? ConvolutionWindow.Default;
        this.outputPadding = outputPadding;
        Shape shape = ConvolutionShapes.OfLayer(inputs, outputs, Window, size.Y, size.X);
        double bound = Math.Sqrt(shape[0] / (double)shape.Length);
        Weight = Register("weight", Initialization.Uniform<T>(device, shape, bound, random));
        Bias = hasBias ? Register("bias", Initialization.Uniform<T>(device, [outputs], bound, random)) : null;
    }

    /// <summary>Gets the weights (in×(out/groups)×kh×kw).</summary>
    public Tensor<T> Weight { get; }

    /// <summary>Gets the bias (out), if there is one.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>Gets strides, padding, dilation and groups.</summary>
    public ConvolutionWindow Window { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => input.ConvTranspose2d(Weight, Bias, Window, outputPadding);
}
