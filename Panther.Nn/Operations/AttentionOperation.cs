using System.Numerics;
using Panther.Kernels.Attention;

namespace Panther.Nn;

/// <summary>One call of attention: the operands, four-dimensional with dense vectors, and what is needed to go back.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class AttentionOperation<T>(
    Tensor<T> query, Tensor<T> key, Tensor<T> value, Tensor<T>? mask, bool isCausal, T scale)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Shape scores = [query.Shape[0], query.Shape[1], query.Shape[2], key.Shape[2]];
    private (Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) gradients;
    private Tensor<T>? known;

    /// <summary>Computes the output.</summary>
    public Tensor<T> Apply()
    {
        Shape shape = query.Shape.With(3, value.Shape[3]);
        Tensor<T> output = mask is null ? Tensor<T>.ForResult(shape, query, key, value) : Tensor<T>.ForResult(shape, query, key, value, mask);
        Tensor<T> logSums = Tensor<T>.Allocate(output.Stream, output.Tape, [.. shape.Take(3)]);
        if (output.Length > 0 && key.Shape[2] > 0)
        {
            AttentionArguments<T> arguments = Arguments();
            arguments.Output = output.Elements;
            arguments.LogSums = logSums.Elements;
            Attentions.Forward(output.Stream, arguments);
        }
        else
        {
            Kernels.Elementwise.VectorOperations.Fill(output.Stream, T.Zero, output.Elements);
        }

        if (output.Tape is null)
        {
            logSums.Dispose();
        }

        return output.Record(
            Edge.To(query, g => Pull(g, output, logSums).Query),
            Edge.To(key, g => Pull(g, output, logSums).Key),
            Edge.To(value, g => Pull(g, output, logSums).Value));
    }

    /// <summary>The three gradients, once for all edges.</summary>
    private (Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) Pull(Tensor<T> g, Tensor<T> output, Tensor<T> logSums)
    {
        if (known != g || gradients.Query.Storage.Buffer.IsDisposed || gradients.Key.Storage.Buffer.IsDisposed || gradients.Value.Storage.Buffer.IsDisposed)
        {
            gradients = g.Tape is { IsRecording: true } ? Composed(g) : Fused(g, output, logSums);
            known = g;
        }

        return gradients;
    }

    private (Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) Fused(Tensor<T> g, Tensor<T> output, Tensor<T> logSums)
    {
        Tensor<T> gradient = g.Contiguous();
        Tensor<T> deltas = (gradient * output).Sum([3]);
        Tensor<T> byQuery = Tensor<T>.ForResult(query.Shape, gradient);
        Tensor<T> byKey = Tensor<T>.ForResult(key.Shape, gradient);
        Tensor<T> byValue = Tensor<T>.ForResult(value.Shape, gradient);
        AttentionArguments<T> arguments = Arguments();
        arguments.LogSums = logSums.Elements;
        arguments.Gradient = Operand(gradient);
        arguments.Deltas = deltas.Elements;
        arguments.QueryGradient = byQuery.Elements;
        arguments.KeyGradient = byKey.Elements;
        arguments.ValueGradient = byValue.Elements;
        if (scores.Length > 0 && output.Length > 0)
        {
            Attentions.Backward(byQuery.Stream, arguments);
            return (byQuery, byKey, byValue);
        }

        return (byQuery * T.Zero, byKey * T.Zero, byValue * T.Zero);
    }

    /// <summary>The same in terms of tensor operations, which have gradients themselves.</summary>
    private (Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) Composed(Tensor<T> g)
    {
        Tensor<T> products = query.MatMul(key.Transpose()) * scale;
        products = mask is null ? products : products + mask.Detach();
        products = isCausal ? products + CausalMask(g.Tape!) : products;

        // A row of nothing but -∞ has weights 0: its largest element is not subtracted, and its sum is taken as 1.
        Tensor<T> largest = products.Detach().Max([3], keepDimensions: true).Clamp(-T.BitDecrement(T.PositiveInfinity), T.BitDecrement(T.PositiveInfinity));
        Tensor<T> powers = (products - largest).Exp();
        Tensor<T> sums = powers.Sum([3], keepDimensions: true);
        Tensor<T> weights = powers / (sums + sums.Detach().IsEqualTo(g.Tape!.Zeros<T>([])));
        Tensor<T> pulled = g.MatMul(value.Transpose());
        Tensor<T> slopes = weights * (pulled - (weights * pulled).Sum([3], keepDimensions: true)) * scale;
        return (slopes.MatMul(key), slopes.Transpose().MatMul(query), weights.Transpose().MatMul(g));
    }

    private Tensor<T> CausalMask(Tape tape)
    {
        (long rows, long columns) = (scores[2], scores[3]);
        T[] terms = new T[rows * columns];
        for (long i = 0; i < terms.Length; i++)
        {
            terms[i] = i % columns > i / columns ? T.NegativeInfinity : T.Zero;
        }

        return tape.Create<T>(terms, [rows, columns]);
    }

    private AttentionArguments<T> Arguments()
    {
        long[] strides = mask?.StridesIn(scores) ?? new long[4];
        return new AttentionArguments<T>
        {
            Query = Operand(query),
            Key = Operand(key),
            Value = Operand(value),
            Mask = mask is null
                ? default
                : new AttentionOperand<T> { Elements = mask.Elements, BatchStride = strides[0], HeadStride = strides[1], RowStride = strides[2] },
            MaskColumnStride = strides[3],
            Scale = scale,
            Batches = checked((int)query.Shape[0]),
            Heads = checked((int)query.Shape[1]),
            Queries = checked((int)query.Shape[2]),
            Keys = checked((int)key.Shape[2]),
            HeadSize = checked((int)query.Shape[3]),
            ValueSize = checked((int)value.Shape[3]),
            IsCausal = isCausal,
        };
    }

    private static AttentionOperand<T> Operand(Tensor<T> x) => new()
    {
        Elements = x.Elements,
        BatchStride = x.Strides[0],
        HeadStride = x.Strides[1],
        RowStride = x.Strides[2],
    };
}
