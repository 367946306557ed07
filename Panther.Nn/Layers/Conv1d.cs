using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>A convolution of sequences, n×in×w to n×out×w′; see <see cref="Convolution.Conv1d"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Conv1d<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer; weights and bias are uniform in ±1/√(in/groups·k).</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="size">The extent of the kernel, k.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="window">Stride, padding, dilation (their widths) and groups, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">A number is too small, or the groups do not divide the channels.</exception>
    public Conv1d(Device device, int inputs, int outputs, int size, RandomState random, ConvolutionWindow? window = null, bool hasBias = true)
    {
        Window = window ?? ConvolutionWindow.Default;
        Shape shape = ConvolutionShapes.OfLayer(outputs, inputs, Window, size);
        double bound = Math.Sqrt(shape[0] / (double)shape.Length);
        Weight = Register("weight", Initialization.Uniform<T>(device, shape, bound, random));
        Bias = hasBias ? Register("bias", Initialization.Uniform<T>(device, [outputs], bound, random)) : null;
    }

    /// <summary>Gets the weights (out×(in/groups)×k).</summary>
    public Tensor<T> Weight { get; }

    /// <summary>Gets the bias (out), if there is one.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>Gets stride, padding, dilation and groups.</summary>
    public ConvolutionWindow Window { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input) => input.Conv1d(Beside(input, Weight), Bias, Window);
}
