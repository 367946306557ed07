using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Rows;

namespace Panther.Nn;

/// <summary>Loss functions; each is the mean over its elements, a scalar.</summary>
public static class Losses
{
    /// <summary>-log softmax(logits)[label], in the mean over all places.</summary>
    /// <param name="logits">The logits of n classes (…×n).</param>
    /// <param name="labels">For each place the class (…), below n.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is n or more.</exception>
    public static Tensor<T> CrossEntropy<T>(this Tensor<T> logits, IndexTensor labels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (logits.Rank == 0 || !labels.Shape.Equals(logits.Shape.Before(1)))
        {
            throw new ArgumentException($"Labels of shape {labels.Shape} do not go with logits of shape {logits.Shape}.", nameof(labels));
        }

        labels.ThrowIfBeyond(logits.Shape[-1], nameof(labels));
        if (NarrowFloat.Is<T>())
        {
            return logits.To<float>().CrossEntropy(labels).To<T>();
        }

        Tensor<T> source = logits.Contiguous();
        Tensor<T> logProbabilities = source.Detach().LogSoftmax();
        T share = T.One / T.CreateChecked(labels.Length);
        Tensor<T> result = Tensor<T>.ForResult(labels.Tape, Shape.Scalar, logProbabilities);
        LabelledSum.Enqueue(result.Stream, Normalization.Rows(logProbabilities), labels.Elements, -share, result.Elements);
        return result.Record(Edge.To(source, g => CrossEntropyGradient(g, source, logProbabilities, labels, share)));
    }

    /// <summary>(prediction - target)².</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> MeanSquaredError<T>(this Tensor<T> prediction, Tensor<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SquaredDifference<T>), prediction, target).Mean();

    /// <summary>-t·log σ(x) - (1 - t)·log(1 - σ(x)) for logits x and probabilities t, without overflow.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> BinaryCrossEntropy<T>(this Tensor<T> logits, Tensor<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(LogisticLossFunction<T>), logits, target).Mean();

    /// <summary>The divergence of Kullback and Leibler: Σ t·(log t - log p) along the last dimension, in the mean over the others.</summary>
    /// <param name="logProbabilities">log p.</param>
    /// <param name="target">t; places where it is 0 contribute nothing.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> RelativeEntropy<T>(this Tensor<T> logProbabilities, Tensor<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(RelativeEntropyFunction<T>), logProbabilities, target).Sum([-1]).Mean();

    /// <summary>d²/2 for differences d up to delta, and delta·(|d| - delta/2) beyond (Huber, "Robust estimation of a location parameter", 1964).</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Huber<T>(this Tensor<T> prediction, Tensor<T> target, T delta)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(new HuberFunction<T>(delta), prediction, target).Mean();

    /// <summary>(softmax - the unit vectors of the labels)·g·share: one kernel, unless it is to be differentiated itself.</summary>
    private static Tensor<T> CrossEntropyGradient<T>(Tensor<T> g, Tensor<T> logits, Tensor<T> logProbabilities, IndexTensor labels, T share)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (g.Tape is { IsRecording: true } tape)
        {
            IndexTensor places = labels.Unsqueeze();
            return (logits.Softmax() - tape.Full(T.One, places.Shape).SumAlong(-1, places, logits.Shape[-1])) * (g * share);
        }

        Tensor<T> result = Tensor<T>.ForResult(logits.Shape, g, logProbabilities);
        RowGradients.CrossEntropy(result.Stream, Normalization.Rows(logProbabilities), labels.Elements, g.Elements, share, result.Elements);
        return result;
    }
}
