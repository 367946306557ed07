using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Pointwise;
using Panther.Kernels.Rows;

namespace Panther.Nn;

/// <summary>Loss functions; each is the mean over its elements, a scalar, and NaN where there is none.</summary>
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
        using var scope = new OperationScope(logits, labels);
        Tensor<T> entered = scope.Enter(logits);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(entered.To<float>().CrossEntropy(labels).To<T>());
        }

        Tensor<T> source = entered.Contiguous();
        Tensor<T> logProbabilities = source.Detach().LogSoftmax();
        T share = T.One / T.CreateChecked(labels.Length);
        Tensor<T> result = Tensor<T>.ForResult(Shape.Scalar, logProbabilities, labels);
        LabelledSum.Enqueue(result.Stream, Normalization.Rows(logProbabilities), labels.Elements, -share, result.Elements);
        return scope.Leave(result.Record(Edge.To(source, g => CrossEntropyGradient(g, source, logProbabilities, labels, share))));
    }

    /// <summary>(prediction - target)².</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> MeanSquaredError<T>(this Tensor<T> prediction, Tensor<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Mean(default(SquaredDifference<T>), prediction, target);

    /// <summary>-t·log σ(x) - (1 - t)·log(1 - σ(x)) for logits x and probabilities t, without overflow.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> BinaryCrossEntropy<T>(this Tensor<T> logits, Tensor<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Mean(default(LogisticLossFunction<T>), logits, target);

    /// <summary>The divergence of Kullback and Leibler: Σ t·(log t - log p) along the last dimension, in the mean over the others.</summary>
    /// <param name="logProbabilities">log p.</param>
    /// <param name="target">t; places where it is 0 contribute nothing, also to gradients, and those where it is negative make the result NaN.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> RelativeEntropy<T>(this Tensor<T> logProbabilities, Tensor<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var scope = new OperationScope(logProbabilities, target);
        return scope.Leave(Elementwise.Apply(default(RelativeEntropyFunction<T>), scope.Enter(logProbabilities), scope.Enter(target)).Sum([-1]).Mean());
    }

    /// <summary>d²/2 for differences d up to delta, and delta·(|d| - delta/2) beyond (Huber, "Robust estimation of a location parameter", 1964).</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Delta is not positive.</exception>
    public static Tensor<T> Huber<T>(this Tensor<T> prediction, Tensor<T> target, T delta)
        where T : unmanaged, IFloatingPointIeee754<T>
        => delta > T.Zero
            ? Mean(new HuberFunction<T>(delta), prediction, target)
            : throw new ArgumentOutOfRangeException(nameof(delta), delta, "The bound between the two forms must be positive.");

    /// <summary>The mean of a function of two tensors.</summary>
    private static Tensor<T> Mean<T, TFunction>(TFunction function, Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : unmanaged, IPointwise<T>
    {
        using var scope = new OperationScope(first, second);
        return scope.Leave(Elementwise.Apply(function, scope.Enter(first), scope.Enter(second)).Mean());
    }

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
