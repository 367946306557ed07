using System.Numerics;

namespace Panther.Nn;

/// <summary>The distribution of 0 and 1, for each element of the probabilities.</summary>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class BernoulliDistribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape tape;

    /// <summary>Makes a distribution.</summary>
    /// <param name="probabilities">The probabilities of 1, in [0, 1].</param>
    /// <exception cref="ArgumentException">The probabilities are not on a tape.</exception>
    public BernoulliDistribution(Tensor<T> probabilities)
    {
        tape = ParameterTape.Of(probabilities);
        Probabilities = probabilities;
    }

    /// <summary>Gets the probabilities of 1.</summary>
    public Tensor<T> Probabilities { get; }

    /// <summary>
    /// Draws 0 and 1 from the tape's <see cref="Tape.Random"/>; the same on every device. A sample has no gradient by the probabilities; use that of <see cref="LogProbability"/>. Probabilities are met to
    /// within 2⁻²⁴ in float and 2⁻⁵³ in double; below 0 and NaN count as 0, above 1 as 1.
    /// </summary>
    /// <param name="shape">The shape of the sample, to which the probabilities broadcast, or <see langword="null"/> for theirs.</param>
    /// <exception cref="ArgumentException">The probabilities do not broadcast to the shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public Tensor<T> Sample(Shape? shape = null)
        => ParameterTape.Uniform<T>(tape, ParameterTape.Sample(Probabilities.Shape, shape)).IsLessThan(Probabilities);

    /// <summary>x·log p + (1 - x)·log(1 - p), where 0·log 0 counts as 0, with gradients to the probabilities and to x. A probability outside [0, 1] gives NaN.</summary>
    /// <remarks>
    /// Nothing is clamped at the edges. What is impossible (x = 1 where p = 0, x = 0 where p = 1) gives -∞, and ±∞ as the gradient by p; what is certain gives 0, and the one-sided gradients -1 (x = 0, p = 0) and 1 (x = 1, p = 1)
    /// by p. The gradient by x is log p - log(1 - p), without the term that is left out as 0·log 0. For probabilities that come near 0 and 1 compute with logits (<see cref="Losses.BinaryCrossEntropy"/>).
    /// </remarks>
    /// <param name="x">0 and 1, or what is between.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> LogProbability(Tensor<T> x) => Elementwise.Apply(default(BernoulliLogProbability<T>), x, Probabilities);
}
