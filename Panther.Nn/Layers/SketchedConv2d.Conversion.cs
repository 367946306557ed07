using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <content>Sketched convolutions from dense ones.</content>
public sealed partial class SketchedConv2d<T>
{
    /// <summary>
    /// Makes a sketched layer from a dense one and a copy of its bias, and measures how far it is from it; the dense layer stays as it is. W is the matrix of a group's weights, (out/groups)×(in/groups·kh·kw).
    /// </summary>
    /// <param name="layer">The dense layer.</param>
    /// <param name="terms">The number l of terms.</param>
    /// <param name="rank">The rank k of a term.</param>
    /// <param name="form">
    /// <see cref="SketchedForm.Sketch"/>: S1ᵢ = U1ᵢ·W. The expectation over signs is W, and E‖Ŵ - W‖² = ‖W‖²·(out/groups - 1)/(l·k): about ‖W‖² or more whenever the layer is no larger than the dense one, so this is where
    /// training starts, and no compression. <see cref="SketchedForm.LowRank"/>: Ŵ is the best approximation of rank l·k of each group's W, but for the error of <see cref="RandomizedSvd"/>.
    /// </param>
    /// <param name="random">Where signs are drawn from.</param>
    /// <param name="allowLarger">Whether the layer may store more than the dense one.</param>
    /// <returns>
    /// The layer, and ‖Ŵ - W‖/‖W‖ in the Frobenius norm, measured, with Ŵ the weights of the convolution that the layer computes: the relative error of outputs, bias aside, for inputs of uncorrelated elements of one variance.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, there is no such form, or terms·rank exceeds the smaller side of W where the form is <see cref="SketchedForm.LowRank"/>.</exception>
    /// <exception cref="ArgumentException">The layer stores more weights than the dense one, and <paramref name="allowLarger"/> is false; or weights for <see cref="SketchedForm.LowRank"/> are not finite.</exception>
    public static LayerConversion<SketchedConv2d<T>> FromConv2d(
        Conv2d<T> layer,
        int terms,
        int rank,
        SketchedForm form,
        RandomState random,
        bool allowLarger = false)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(random);
        Device device = layer.Weight.Device;
        Shape dense = layer.Weight.Shape;
        (int groups, int outputs) = (layer.Window.Groups, (int)dense[0]);
        var result = new SketchedConv2d<T>(
            device, (int)dense[1] * groups, outputs, ((int)dense[2], (int)dense[3]), terms, rank, random, layer.Window, form, layer.Bias is not null, allowLarger);
        try
        {
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            Tensor<T> weight = tape.Use(layer.Weight).Reshape(groups, outputs / groups, -1);
            if (result.mixing is { } signs)
            {
                result.TakeSketch(weight, signs);
            }
            else
            {
                result.TakeLeadingFactors(tape, weight, random.Seed);
            }

            if (layer.Bias is not null)
            {
                result.Bias!.Fill(layer.Bias);
            }

            return new LayerConversion<SketchedConv2d<T>>(result, result.RelativeError(tape, weight));
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void TakeSketch(Tensor<T> weight, SignMixing<T> signs)
    {
        using Tensor<T> drawn = (signs.Signs with { Scale = 1 / Math.Sqrt(Rank) }).FirstTransposed(weight.Stream, signs.Outputs, signs.Rank);
        S1.Fill(drawn.Reshape(weight.Shape[0], weight.Shape[1], signs.Rank).Transpose().MatMul(weight).Reshape(S1.Shape));
    }

    private void TakeLeadingFactors(Tape tape, Tensor<T> weight, ulong seed)
    {
        (long groups, long outputs) = (weight.Shape[0], weight.Shape[1]);
        long channels = (long)Terms * Rank;
        for (long group = 0; group < groups; group++)
        {
            (Tensor<T> left, Tensor<T> right) = LayerConversion.LeadingFactors(tape, weight.Slice(0, group, 1).Squeeze(0), checked((int)channels), seed);
            S1.Detach().Slice(0, group * channels, channels).Fill(right.Transpose().Reshape(S1.Shape.With(0, channels)));
            S2!.Detach().Slice(0, group * outputs, outputs).Fill(left.Reshape(outputs, channels, 1, 1));
        }
    }

    private double RelativeError(Tape tape, Tensor<T> weight)
    {
        long channels = (long)Terms * Rank;
        (long groups, long outputs) = (weight.Shape[0], weight.Shape[1]);
        Tensor<T> first = tape.Use(S1).Reshape(groups, channels, -1);
        if (S2 is not null)
        {
            return LayerConversion.RelativeError(tape.Use(S2).Reshape(groups, outputs, channels).MatMul(first), weight);
        }

        using Tensor<T> drawn = mixing!.Value.Signs.FirstTransposed(tape.Stream, groups * outputs, channels);
        return LayerConversion.RelativeError(drawn.Reshape(groups, outputs, channels).MatMul(first), weight);
    }
}
