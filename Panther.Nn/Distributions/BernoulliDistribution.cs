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

    /// <summary>x·log p + (1 - x)·log(1 - p), where 0·log 0 counts as 0, with gradients to the probabilities. A probability outside [0, 1] gives NaN or a positive number.</summary>
    /// <param name="x">0 and 1, or what is between.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> LogProbability(Tensor<T> x) => Elementwise.Apply(default(BernoulliLogProbability<T>), x, Probabilities);
}
