using System.Numerics;
using Panther.Kernels.Attention;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>One call of attention: the operands, four-dimensional with dense vectors, and what is needed to go back.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="query">The queries.</param>
/// <param name="key">The keys.</param>
/// <param name="value">The values.</param>
/// <param name="mask">What is added to scores, if anything is.</param>
/// <param name="isCausal">Whether query i sees only the keys up to i.</param>
/// <param name="scale">The factor of scores.</param>
/// <param name="dropout">Which weights meet values, if not all do.</param>
/// <param name="projection">What the three are <see cref="Parts"/> of, if of one tensor: it gets one gradient.</param>
internal sealed class AttentionOperation<T>(
    Tensor<T> query, Tensor<T> key, Tensor<T> value, Tensor<T>? mask, bool isCausal, T scale, WeightDropout<T>? dropout, Tensor<T>? projection = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Shape scores = [query.Shape[0], query.Shape[1], query.Shape[2], key.Shape[2]];

    /// <summary>Queries, keys and values (b×h×n×d) that lie side by side (b×n×3×h×d).</summary>
    public static (Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) Parts(Tensor<T> projection)
    {
        Tensor<T> parts = projection.Permute(2, 0, 3, 1, 4);
        return (Part(0), Part(1), Part(2));

        Tensor<T> Part(int number) => parts.Slice(0, number, 1).Squeeze(0);
    }

    /// <summary>Computes the output.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public Tensor<T> Apply()
    {
        NarrowFloat.Refuse<T>("Attention");
        Tensor<T> output = mask is null
            ? Laid(query, value.Shape[3], query, key, value)
            : Laid(query, value.Shape[3], query, key, value, mask);
        Tensor<T> logSums = Tensor<T>.Allocate(output.Stream, output.Tape, [.. output.Shape.Take(3)]);
        if (output.Length > 0 && key.Shape[2] > 0)
        {
            AttentionArguments<T> arguments = Arguments();
            arguments.Output = Operand(output);
            arguments.LogSums = logSums.Elements;
            Attentions.Forward(output.Stream, arguments, dropout);
        }
        else
        {
            VectorOperations.Fill(output.Stream, T.Zero, output.Elements);
        }

        if (projection is not null)
        {
            return output.Record(Edge.To(projection, g => PullProjection(g, output, logSums)));
        }

        var gradients = new JointGradients<T>(g => Pull(g, output, logSums));
        return output.Record(
            Edge.To(query, g => gradients.Part(g, 0)),
            Edge.To(key, g => gradients.Part(g, 1)),
            Edge.To(value, g => gradients.Part(g, 2)));
    }

    /// <summary>The gradients by queries, keys and values.</summary>
    private Tensor<T>[] Pull(Tensor<T> g, Tensor<T> output, Tensor<T> logSums)
    {
        if (g.Tape is { IsRecording: true })
        {
            (Tensor<T> byQuery, Tensor<T> byKey, Tensor<T> byValue) = Composed(g);
            return [byQuery, byKey, byValue];
        }

        (Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) gradients = (Laid(query, query.Shape[3], g), Laid(key, key.Shape[3], g), Laid(value, value.Shape[3], g));
        Fill(gradients, g, output, logSums);
        return [gradients.Query, gradients.Key, gradients.Value];
    }

    /// <summary>The three gradients side by side.</summary>
    private Tensor<T> PullProjection(Tensor<T> g, Tensor<T> output, Tensor<T> logSums)
    {
        if (g.Tape is { IsRecording: true })
        {
            (Tensor<T> byQuery, Tensor<T> byKey, Tensor<T> byValue) = Composed(g);
            return Joining.Stack(0, byQuery, byKey, byValue).Permute(1, 3, 0, 2, 4);
        }

        Tensor<T> result = Tensor<T>.ForResult(projection!.Shape, g);
        Fill(Parts(result), g, output, logSums);
        return result;
    }

    private void Fill((Tensor<T> Query, Tensor<T> Key, Tensor<T> Value) destination, Tensor<T> g, Tensor<T> output, Tensor<T> logSums)
    {
        if (scores.Length == 0 || output.Length == 0)
        {
            foreach (Tensor<T> part in (Tensor<T>[])[destination.Query, destination.Key, destination.Value])
            {
                VectorOperations.Fill(part.Stream, T.Zero, part.Elements);
            }

            return;
        }

        Tensor<T> gradient = g.WithDenseVectors();
        Tensor<T> deltas = Tensor<T>.ForResult(logSums.Shape, g);
        AttentionArguments<T> arguments = Arguments();
        arguments.LogSums = logSums.Elements;
        arguments.Output = Operand(output);
        arguments.Gradient = Operand(gradient);
        arguments.Deltas = deltas.Elements;
        arguments.QueryGradient = Operand(destination.Query);
        arguments.KeyGradient = Operand(destination.Key);
        arguments.ValueGradient = Operand(destination.Value);
        Attentions.Backward(deltas.Stream, arguments, dropout);
    }

    /// <summary>A tensor b×h×n×size whose heads lie as those of another: one after another, or, as they come out of a product, side by side in each row.</summary>
    private static Tensor<T> Laid(Tensor<T> like, long size, params ReadOnlySpan<Tensor> operands)
    {
        Shape shape = like.Shape.With(3, size);
        if (like.Strides[1] >= like.Strides[2])
        {
            return Tensor<T>.ForResult(shape, operands);
        }

        Tensor<T> rows = Tensor<T>.ForResult([shape[0], shape[2], shape[1], size], operands);
        return rows.View(shape, [rows.Strides[0], rows.Strides[2], rows.Strides[1], 1], 0);
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
        Tensor<T>? factors = Factors(g.Tape!);
        Tensor<T> pulled = Times(g.MatMul(value.Transpose()), factors);
        Tensor<T> slopes = weights * (pulled - (weights * pulled).Sum([3], keepDimensions: true)) * scale;
        return (slopes.MatMul(key), slopes.Transpose().MatMul(query), Times(weights, factors).Transpose().MatMul(g));

        static Tensor<T> Times(Tensor<T> x, Tensor<T>? factors) => factors is null ? x : x * factors;
    }

    /// <summary>What dropout multiplies weights by, drawn again.</summary>
    private Tensor<T>? Factors(Tape tape)
    {
        if (dropout is not { } present)
        {
            return null;
        }

        Tensor<T> factors = Tensor<T>.Allocate(tape.Stream, tape, scores);
        Attentions.WriteFactors(tape.Stream, present, checked((int)scores[2]), checked((int)scores[3]), factors.Elements);
        return factors;
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
