using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>
/// A convolution of fewer parameters, n×in×h×w to n×out×h′×w′: a convolution to l·k channels a group, with the window of the layer, and one of extent 1 from these to the group's outputs. With
/// <see cref="SketchedForm.Sketch"/> it is y[o] = 1/l·Σᵢ Σ_q U1ᵢ[q, o]·(S1ᵢ ∗ x)[q] + b[o] over l terms of rank k, where S1 is trained and U1ᵢ (k×out) are fixed random signs over √k: a sketch of the mode of the output channels
/// (Kasiviswanathan, Narodytska and Jin, "Network approximation using tensor sketching", IJCAI 2018). With <see cref="SketchedForm.LowRank"/> both convolutions are trained.
/// </summary>
/// <remarks>
/// The signs are drawn for each use from the state <c>signs</c>, a key of eight elements, and given back behind it. A pixel of the output takes groups·l·k·(in/groups)·kh·kw + out·l·k multiply-adds, where a dense layer takes out·(in/groups)·kh·kw.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed partial class SketchedConv2d<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SignMixing<T>? mixing;

    /// <summary>Makes a layer. Its weights are uniform, such that those of the convolution that the layer computes have the variance of those of a <see cref="Conv2d{T}"/>, 1/(3·in/groups·kh·kw); the bias is as there.</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="size">The extents of the kernel, kh and kw.</param>
    /// <param name="terms">The number l of terms.</param>
    /// <param name="rank">The rank k of a term.</param>
    /// <param name="random">Where signs and parameters are drawn from.</param>
    /// <param name="window">Strides, padding, dilation and groups, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <param name="form">Which factors are trained.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="allowLarger">Whether the layer may store more than a dense one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there is no such form.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels; or the layer stores more weights than a dense one, and <paramref name="allowLarger"/> is false.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public SketchedConv2d(
        Device device,
        int inputs,
        int outputs,
        (int Y, int X) size,
        int terms,
        int rank,
        RandomState random,
        ConvolutionWindow? window = null,
        SketchedForm form = SketchedForm.Sketch,
        bool hasBias = true,
        bool allowLarger = false)
    {
        NarrowFloat.Refuse<T>("A sketched layer");
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        NumberCheck.Defined(form);
        Window = window ?? ConvolutionWindow.Default;
        DenseShape = ConvolutionShapes.OfLayer(outputs, inputs, Window, size.Y, size.X);
        Form = form;
        Terms = terms;
        Rank = rank;
        long channels = checked((long)terms * rank);
        ThrowIfUnfit(channels, allowLarger);

        // Of r products of elements with variances a and b the sum has variance r·a·b. Signs have the variance 1/(l²k).
        double fan = DenseShape.Length / (double)outputs;
        Shape shape = DenseShape.With(0, checked(Window.Groups * channels));
        if (form == SketchedForm.Sketch)
        {
            var signs = new SketchSigns<T>(RegisterState("signs", SketchSigns<T>.DrawKey(device, random)), 1 / (terms * Math.Sqrt(rank)));
            mixing = new SignMixing<T>(signs, outputs, channels, Window.Groups);
            S1 = Register("s1", Initialization.Uniform<T>(device, shape, Math.Sqrt(terms / fan), random));
        }
        else
        {
            S1 = Register("s1", Initialization.Uniform<T>(device, shape, 1 / Math.Sqrt(fan), random));
            S2 = Register("s2", Initialization.Uniform<T>(device, [outputs, channels, 1, 1], Math.Sqrt(3.0 / channels), random));
        }

        Bias = hasBias ? Register("bias", Initialization.Uniform<T>(device, [outputs], 1 / Math.Sqrt(fan), random)) : null;
    }

    /// <summary>Gets strides, padding, dilation and groups.</summary>
    public ConvolutionWindow Window { get; }

    /// <summary>Gets which factors are trained.</summary>
    public SketchedForm Form { get; }

    /// <summary>Gets the number l of terms.</summary>
    public int Terms { get; }

    /// <summary>Gets the rank k of a term.</summary>
    public int Rank { get; }

    /// <summary>Gets the weights of the first convolution, (groups·l·k)×(in/groups)×kh×kw.</summary>
    public Tensor<T> S1 { get; }

    /// <summary>Gets the weights of the second convolution, out×(l·k)×1×1, where they are trained.</summary>
    public Tensor<T>? S2 { get; }

    /// <summary>Gets the bias (out), if there is one.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>Gets the memory that the layer holds, in bytes: weights, the bias, and the key of the signs.</summary>
    public long StoredBytes => (ParameterCount + NamedStates.Sum(state => state.Tensor.Length)) * Unsafe.SizeOf<T>();

    /// <summary>Gets the memory of the same layer if it were dense, in bytes.</summary>
    public long DenseBytes => (DenseShape.Length + (Bias?.Length ?? 0)) * Unsafe.SizeOf<T>();

    /// <summary>Gets the shape of the weights of the same layer if it were dense.</summary>
    private Shape DenseShape { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has other channels than the layer, or the window is larger than the padded input.</exception>
    /// <exception cref="InvalidOperationException">The input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input)
    {
        Tensor<T> inner = input.Conv2d(Beside(input, S1), null, Window);
        Tensor<T>? bias = Bias is null ? null : Beside(input, Bias);
        return mixing is { } signs ? signs.Forward(inner, bias) : inner.Conv2d(Beside(input, S2!), bias, ConvolutionWindow.Of(groups: Window.Groups));
    }

    private void ThrowIfUnfit(long channels, bool allowLarger)
    {
        long each = (Window.Groups * (DenseShape.Length / DenseShape[0])) + (Form == SketchedForm.LowRank ? DenseShape[0] : 0);
        long stored = checked(channels * each);
        if (stored > DenseShape.Length && !allowLarger)
        {
            throw new ArgumentException(
                $"A sketched convolution with {Terms} terms of rank {Rank} stores {stored} weights, more than the {DenseShape.Length} of a dense one of shape {DenseShape}. terms·rank of at most {DenseShape.Length / each} stores no more; allowLarger permits this layer.");
        }
    }
}
