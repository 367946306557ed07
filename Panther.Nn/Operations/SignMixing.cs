using System.Numerics;

namespace Panther.Nn;

/// <summary>A convolution of extent 1 whose weights are fixed random signs: y[o] = Σ U[q, o]·x[q] + b[o] over the channels q of o's group. The weights are drawn for each use and given back behind it.</summary>
/// <param name="Signs">The signs.</param>
/// <param name="Outputs">The channels of the output.</param>
/// <param name="Rank">The channels of the input in a group.</param>
/// <param name="Groups">The groups.</param>
internal readonly record struct SignMixing<T>(SketchSigns<T> Signs, long Outputs, long Rank, int Groups)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The convolution.</summary>
    /// <param name="x">n×(groups·rank)×h×w.</param>
    /// <param name="bias">A term for each output, or <see langword="null"/>.</param>
    public Tensor<T> Forward(Tensor<T> x, Tensor<T>? bias)
    {
        SignMixing<T> mixing = this;
        Tensor<T> result = Unrecorded(x, weights => x.Conv2d(weights, bias, mixing.Window));
        Edge byInput = Edge.To(x, mixing.Transposed, t => mixing.Forward(t, null));
        return bias is null ? result.Record(byInput) : result.Record(byInput, Convolution.ByBias(bias, result.Shape));
    }

    private ConvolutionWindow Window => ConvolutionWindow.Of(groups: Groups);

    private Tensor<T> Transposed(Tensor<T> y)
    {
        SignMixing<T> mixing = this;
        return Unrecorded(y, weights => y.ConvTranspose2d(weights, null, mixing.Window)).Record(Edge.To(y, t => mixing.Forward(t, null), mixing.Transposed));
    }

    private Tensor<T> Unrecorded(Tensor<T> operand, Func<Tensor<T>, Tensor<T>> map)
    {
        using Tensor<T> drawn = Signs.FirstTransposed(operand.Stream, Outputs, Rank);
        Tensor<T> weights = drawn.View([Outputs, Rank, 1, 1], [Rank, 1, 1, 1], 0);
        if (operand.Tape is not { } tape)
        {
            return map(weights);
        }

        using RecordingScope scope = tape.NoGrad();
        return map(weights);
    }
}
