using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <content>Sketched layers from dense ones.</content>
public sealed partial class SketchedLinear<T>
{
    /// <summary>
    /// Makes a sketched layer from a dense one with the matrix W = <see cref="Linear{T}.Weight"/>ᵀ (in×out) and a copy of its bias, and measures how far it is from it; the dense layer stays as it is.
    /// </summary>
    /// <param name="layer">The dense layer.</param>
    /// <param name="terms">The number l of terms.</param>
    /// <param name="rank">The rank k of a term.</param>
    /// <param name="form">
    /// <see cref="SketchedForm.Sketch"/>: S1ᵢ = W·U1ᵢᵀ and S2ᵢ = U2ᵢᵀ·W. The expectation over signs is W, and E‖Ŵ - W‖² = ‖W‖²·(in + out - 2)/(4·l·k): about ‖W‖² or more
    /// whenever the layer is no larger than the dense one, so this is where training starts, and no compression. <see cref="SketchedForm.LowRank"/>: Ŵ is the best approximation of rank l·k, but for the error
    /// of <see cref="RandomizedSvd"/>; S1 = V·√Σ and S2 = √Σ·Uᵀ for the weights U·Σ·Vᵀ.
    /// </param>
    /// <param name="random">Where signs are drawn from.</param>
    /// <param name="allowLarger">Whether the layer may store more than the dense one.</param>
    /// <returns>
    /// The layer, and ‖Ŵ - W‖/‖W‖ in the Frobenius norm, measured, with Ŵ the matrix that the layer multiplies by: the relative error of outputs, bias aside, for inputs of uncorrelated elements of one variance.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, there is no such form, or terms·rank exceeds the smaller side of W where the form is <see cref="SketchedForm.LowRank"/>.</exception>
    /// <exception cref="ArgumentException">The factors are larger than W, and <paramref name="allowLarger"/> is false; or weights for <see cref="SketchedForm.LowRank"/> are not finite.</exception>
    public static LayerConversion<SketchedLinear<T>> FromLinear(
        Linear<T> layer,
        int terms,
        int rank,
        SketchedForm form,
        RandomState random,
        bool allowLarger = false)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(random);
        Device device = layer.Weight.Device;
        var result = new SketchedLinear<T>(device, layer.Weight.Shape[1], layer.Weight.Shape[0], terms, rank, random, form, layer.Bias is not null, allowLarger);
        try
        {
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            Tensor<T> weight = tape.Use(layer.Weight).Transpose();
            if (result.signs is { } signs)
            {
                result.TakeSketch(tape, weight, signs);
            }
            else
            {
                (Tensor<T> left, Tensor<T> right) = LayerConversion.LeadingFactors(tape, layer.Weight, checked(terms * rank), random.Seed);
                result.S1.Fill(right);
                result.S2.Fill(left.Transpose());
            }

            if (layer.Bias is not null)
            {
                result.Bias!.Fill(layer.Bias);
            }

            return new LayerConversion<SketchedLinear<T>>(result, result.RelativeError(tape, weight));
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void TakeSketch(Tape tape, Tensor<T> weight, SketchSigns<T> drawn)
    {
        SketchSigns<T> isometric = drawn with { Scale = 1 / Math.Sqrt(Rank) };
        using Tensor<T> first = isometric.FirstTransposed(tape.Stream, S2.Shape[1], S2.Shape[0]);
        using Tensor<T> second = isometric.Second(tape.Stream, S1.Shape[0], S1.Shape[1]);
        S1.Fill(weight.MatMul(first));
        S2.Fill(second.Transpose().MatMul(weight));
    }

    private double RelativeError(Tape tape, Tensor<T> weight)
    {
        (Tensor<T> first, Tensor<T> second) = (tape.Use(S1), tape.Use(S2));
        if (signs is not { } drawn)
        {
            return LayerConversion.RelativeError(first.MatMul(second), weight);
        }

        using Tensor<T> firstSigns = drawn.FirstTransposed(tape.Stream, second.Shape[1], second.Shape[0]);
        using Tensor<T> secondSigns = drawn.Second(tape.Stream, first.Shape[0], first.Shape[1]);
        return LayerConversion.RelativeError(first.MatMul(firstSigns.Transpose()) + secondSigns.MatMul(second), weight);
    }
}
