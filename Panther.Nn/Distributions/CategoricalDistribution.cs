using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>The distribution of n categories with the probabilities softmax(logits), for each row of logits.</summary>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class CategoricalDistribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape tape;

    /// <summary>Makes a distribution.</summary>
    /// <param name="logits">The logits (…×n); -∞ for a category that is never drawn.</param>
    /// <exception cref="ArgumentException">The logits are not on a tape, or there is no category, or more than an <see cref="int"/> counts.</exception>
    public CategoricalDistribution(Tensor<T> logits)
    {
        tape = ParameterTape.Of(logits);
        if (logits.Rank == 0 || logits.Shape[-1] is 0 or > int.MaxValue)
        {
            throw new ArgumentException($"Logits of shape {logits.Shape} are of no categories, or of too many.", nameof(logits));
        }

        Logits = logits;
    }

    /// <summary>Gets the logits (…×n).</summary>
    public Tensor<T> Logits { get; }

    /// <summary>
    /// Draws a category for each row (…), from the tape's <see cref="Tape.Random"/>: the largest logit plus a Gumbel value. No sum is taken, so the same logits give the same categories on every device. In float
    /// categories of a probability below n·2⁻³² are not met exactly. A NaN is never drawn; a row of nothing but NaN and -∞ gives 0.
    /// </summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public IndexTensor Sample()
    {
        Tensor<T> rows = Logits.Detach().Contiguous();
        IndexTensor result = IndexTensor.ForResult(tape, [.. Logits.Shape.SkipLast(1)], (int)Logits.Shape[-1]);
        CategoricalDraw.Enqueue(tape.Stream, Normalization.Rows(rows), tape.Random.TakeSource(), result.Elements);
        return result;
    }

    /// <summary>
    /// The logarithm of the probability of a category for each row (…), with gradients to the logits: -∞ for a category whose logit is -∞, NaN in a row that has a NaN, +∞ or nothing but -∞.
    /// </summary>
    /// <param name="categories">The categories (…), below n.</param>
    /// <exception cref="ArgumentException">There is not one category for each row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A category is n or more.</exception>
    public Tensor<T> LogProbability(IndexTensor categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return Logits.LogSoftmax().GatherAlong(-1, categories.Unsqueeze()).Squeeze(-1);
    }
}
