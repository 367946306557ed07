using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>Dropout.</summary>
public static class Dropping
{
    /// <summary>
    /// Each element is 0 with some probability, else divided by the probability of staying (Srivastava et al., "Dropout", 2014). Drawn from the tape's <see cref="Tape.Random"/>; the draw is
    /// repeated for the gradient, so it takes no memory, and gives the same elements on every device.
    /// </summary>
    /// <param name="x">A tensor on a tape.</param>
    /// <param name="probability">The probability of 0, in [0, 1).</param>
    /// <exception cref="ArgumentException">The tensor is not on a tape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public static Tensor<T> Dropout<T>(this Tensor<T> x, double probability)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        NumberCheck.PartBelowOne(probability);
        Tape tape = x.Tape ?? throw new ArgumentException("Dropout draws from a tape, and the tensor is not on one.", nameof(x));
        return probability == 0 ? x : Scaled(x, tape.Random.TakeSource(), (float)probability, T.CreateChecked(1 / (1 - probability)));
    }

    private static Tensor<T> Scaled<T>(Tensor<T> x, RandomSource draws, float probability, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> source = x.Contiguous();
        Tensor<T> result = Tensor<T>.ForResult(x.Shape, source);
        BernoulliScaling.Apply(result.Stream, draws, probability, scale, source.Elements.SubView(0, x.Length), result.Elements);
        return result.Record(Edge.To(source, g => Scaled(g, draws, probability, scale), t => Scaled(t, draws, probability, scale)));
    }
}
