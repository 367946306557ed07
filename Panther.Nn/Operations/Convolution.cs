using System.Numerics;
using Panther.Kernels.Convolution;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>
/// Convolutions (in signal processing: correlations) over the last dimensions, accumulated in the element type. A convolution is bilinear, and the gradients by its operands are
/// convolutions again: all have gradients of any order.
/// </summary>
/// <remarks>The kernels are <see cref="Kernels.Convolution.PixelKernel"/> and <see cref="Kernels.Convolution.WeightKernel"/>, for few channels a group <see cref="Kernels.Convolution.DirectKernels"/>; <see cref="Kernels.Convolution.Convolutions"/> chooses.</remarks>
public static class Convolution
{
    /// <summary>y[n, o, i, j] = bias[o] + Σ weights[o, c, k, l]·x[n, c, i·stride + k·dilation - padding, j·stride + l·dilation - padding] over c, k and l, with zeros outside x.</summary>
    /// <param name="x">The input, n×c×h×w.</param>
    /// <param name="weights">The weights, o×(c/groups)×kh×kw; o is a multiple of the groups.</param>
    /// <param name="bias">o terms, or <see langword="null"/>.</param>
    /// <param name="window">Strides, padding, dilation and groups, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <returns>n×o×⌊(h + 2·padding - dilation·(kh - 1) - 1)/stride + 1⌋×…</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or the window is larger than the padded input.</exception>
    public static Tensor<T> Conv2d<T>(this Tensor<T> x, Tensor<T> weights, Tensor<T>? bias = null, ConvolutionWindow? window = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        window ??= ConvolutionWindow.Default;
        ConvolutionShape shape = ConvolutionShapes.Of(x, weights, window);
        ThrowIfNotOfChannels(bias, weights.Shape[0]);
        using var scope = new OperationScope(x, weights, bias ?? weights);
        return scope.Leave(Forward(shape, scope.Dense(x), scope.Dense(weights), bias is null ? null : scope.Dense(bias)));
    }

    /// <summary>y[n, o, i] = bias[o] + Σ weights[o, c, k]·x[n, c, i·stride + k·dilation - padding] over c and k, with zeros outside x.</summary>
    /// <param name="x">The input, n×c×w.</param>
    /// <param name="weights">The weights, o×(c/groups)×kw.</param>
    /// <param name="bias">o terms, or <see langword="null"/>.</param>
    /// <param name="window">Strides, padding, dilation (their widths) and groups, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <returns>n×o×⌊(w + 2·padding - dilation·(kw - 1) - 1)/stride + 1⌋.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or the window is larger than the padded input.</exception>
    public static Tensor<T> Conv1d<T>(this Tensor<T> x, Tensor<T> weights, Tensor<T>? bias = null, ConvolutionWindow? window = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShapes.ThrowIfNotRank(x, weights, 3);
        return x.Unsqueeze(2).Conv2d(weights.Unsqueeze(2), bias, (window ?? ConvolutionWindow.Default).AlongWidth()).Squeeze(2);
    }

    /// <summary>
    /// The transpose of a convolution, also called deconvolution: y[n, o, i, j] = bias[o] + Σ weights[c, o, k, l]·x[n, c, p, q] over c and all k, l, p, q with
    /// p·stride + k·dilation - padding = i and q·stride + l·dilation - padding = j.
    /// </summary>
    /// <param name="x">The input, n×c×h×w.</param>
    /// <param name="weights">The weights, c×(o/groups)×kh×kw: those of the convolution whose transpose this is.</param>
    /// <param name="bias">o terms, or <see langword="null"/>.</param>
    /// <param name="window">Strides, padding, dilation and groups of that convolution, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <param name="outputPadding">How much larger the output is than the smallest whose convolution has the input's extents; less than the stride.</param>
    /// <returns>n×o×((h - 1)·stride - 2·padding + dilation·(kh - 1) + outputPadding + 1)×…</returns>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor<T> ConvTranspose2d<T>(
        this Tensor<T> x, Tensor<T> weights, Tensor<T>? bias = null, ConvolutionWindow? window = null, (int Y, int X) outputPadding = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        window ??= ConvolutionWindow.Default;
        ConvolutionShape shape = ConvolutionShapes.OfTransposed(x, weights, window, outputPadding);
        ThrowIfNotOfChannels(bias, weights.Shape[1] * window.Groups);
        using var scope = new OperationScope(x, weights, bias ?? weights);
        return scope.Leave(Transposed(shape, scope.Dense(x), scope.Dense(weights), bias is null ? null : scope.Dense(bias)));
    }

    /// <summary>The transpose of a convolution of one dimension; see <see cref="ConvTranspose2d"/>.</summary>
    /// <param name="x">The input, n×c×w.</param>
    /// <param name="weights">The weights, c×(o/groups)×kw.</param>
    /// <param name="bias">o terms, or <see langword="null"/>.</param>
    /// <param name="window">Strides, padding, dilation (their widths) and groups, or <see langword="null"/> for <see cref="ConvolutionWindow.Default"/>.</param>
    /// <param name="outputPadding">How much larger the output is than the smallest; less than the stride.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor<T> ConvTranspose1d<T>(
        this Tensor<T> x, Tensor<T> weights, Tensor<T>? bias = null, ConvolutionWindow? window = null, int outputPadding = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShapes.ThrowIfNotRank(x, weights, 3);
        return x.Unsqueeze(2)
            .ConvTranspose2d(weights.Unsqueeze(2), bias, (window ?? ConvolutionWindow.Default).AlongWidth(), (0, outputPadding)).Squeeze(2);
    }

    private static Tensor<T> Forward<T>(ConvolutionShape shape, Tensor<T> x, Tensor<T> w, Tensor<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("A convolution");
        Tensor<T> y = Result(ConvolutionShapes.Output(shape), x, w, bias);
        Convolutions.Forward(y.Stream, shape, x.Elements, w.Elements, bias?.Elements.SubView(0, bias.Length) ?? default, y.Elements);
        return Record(
            y,
            bias,
            Edge.To(x, g => Transposed(shape, g.Contiguous(), w, null), t => Forward(shape, t.Contiguous(), w, null)),
            Edge.To(w, g => Weights(shape, x, g.Contiguous()), t => Forward(shape, x, t.Contiguous(), null)));
    }

    private static Tensor<T> Transposed<T>(ConvolutionShape shape, Tensor<T> y, Tensor<T> w, Tensor<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("A convolution");
        Tensor<T> x = Result(ConvolutionShapes.Input(shape), y, w, bias);
        Convolutions.Transposed(x.Stream, shape, y.Elements, w.Elements, bias?.Elements.SubView(0, bias.Length) ?? default, x.Elements);
        return Record(
            x,
            bias,
            Edge.To(y, g => Forward(shape, g.Contiguous(), w, null), t => Transposed(shape, t.Contiguous(), w, null)),
            Edge.To(w, g => Weights(shape, g.Contiguous(), y), t => Transposed(shape, y, t.Contiguous(), null)));
    }

    private static Tensor<T> Weights<T>(ConvolutionShape shape, Tensor<T> x, Tensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> w = Result<T>(ConvolutionShapes.Weights(shape), x, y, null);
        Convolutions.Weights(w.Stream, shape, x.Elements, y.Elements, w.Elements);
        return w.Record(
            Edge.To(x, g => Transposed(shape, y, g.Contiguous(), null), t => Weights(shape, t.Contiguous(), y)),
            Edge.To(y, g => Forward(shape, x, g.Contiguous(), null), t => Weights(shape, x, t.Contiguous())));
    }

    private static Tensor<T> Result<T>(Shape shape, Tensor<T> first, Tensor<T> second, Tensor<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
        => bias is null ? Tensor<T>.ForResult(shape, first, second) : Tensor<T>.ForResult(shape, first, second, bias);

    private static Tensor<T> Record<T>(Tensor<T> result, Tensor<T>? bias, Edge first, Edge second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => bias is null ? result.Record(first, second) : result.Record(first, second, ByBias(bias, result.Shape));

    /// <summary>How a result of some shape depends on a bias of its channels.</summary>
    internal static Edge ByBias<T>(Tensor<T> bias, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Edge.To(bias, SumOfChannels, t => OfChannels(t, shape));

    private static Tensor<T> SumOfChannels<T>(Tensor<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        => g.Reshape(g.Shape[0], g.Shape[1], -1).Sum([2]).Sum([0]);

    private static Tensor<T> OfChannels<T>(Tensor<T> bias, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
        => bias.Reshape(-1, 1, 1).Expand(shape);

    private static void ThrowIfNotOfChannels(Tensor? bias, long channels)
    {
        if (bias is not null && (bias.Rank != 1 || bias.Length != channels))
        {
            throw new ArgumentException($"A bias of shape {bias.Shape} does not go with {channels} channels.", nameof(bias));
        }
    }
}
