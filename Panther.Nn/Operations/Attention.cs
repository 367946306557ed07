using System.Numerics;
using Panther.Kernels.Attention;

namespace Panther.Nn;

/// <summary>Attention.</summary>
/// <remarks>The kernels are <see cref="Kernels.Attention.AttentionKernels"/>, launched by <see cref="Kernels.Attention.Attentions"/>.</remarks>
public static class Attention
{
    /// <summary>
    /// softmax(scale·query·keyᵀ + mask)·value for each head (Vaswani et al., "Attention is all you need", 2017, equation 1). The matrix of scores is never stored, forward or backward. A query that
    /// sees no key gives zeros. Gradients of gradients are offered, but go through plain products and do store it.
    /// </summary>
    /// <param name="query">The queries, b×h×n×d or h×n×d, d up to 128.</param>
    /// <param name="key">The keys, b×h×m×d.</param>
    /// <param name="value">The values, b×h×m×e, e up to 128.</param>
    /// <param name="mask">Terms that are added to scores, a constant of a shape that broadcasts to b×h×n×m; -∞ forbids a query to see a key. <see langword="null"/> for none.</param>
    /// <param name="isCausal">Whether query i sees only the keys 0 to i.</param>
    /// <param name="scale">The factor of scores, or <see langword="null"/> for 1/√d.</param>
    /// <param name="dropout">
    /// The probability, in [0, 1) and in multiples of 2⁻³², with which each weight of the softmax is 0; the others are divided by the probability of staying. Drawn from the tape's <see cref="Tape.Random"/>
    /// by head, query and key, and again for the gradient: it takes no memory, and drops the same weights on every device.
    /// </param>
    /// <returns>b×h×n×e.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or there is dropout and no operand is on a tape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is infinite or NaN, or the dropout is not in [0, 1).</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Tensor<T> ScaledDotProductAttention<T>(
        this Tensor<T> query, Tensor<T> key, Tensor<T> value, Tensor<T>? mask = null, bool isCausal = false, double? scale = null, double dropout = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        NumberCheck.Finite(scale ?? 0, nameof(scale));
        NumberCheck.PartBelowOne(dropout);
        if (query.Rank == 3 && key.Rank == 3 && value.Rank == 3)
        {
            return query.Unsqueeze(0).ScaledDotProductAttention(key.Unsqueeze(0), value.Unsqueeze(0), mask, isCausal, scale, dropout).Squeeze(0);
        }

        ThrowIfNotHeads(query, key, value);
        Shape scores = [query.Shape[0], query.Shape[1], query.Shape[2], key.Shape[2]];
        if (mask is not null && !Shape.Broadcast(mask.Shape, scores).Equals(scores))
        {
            throw new ArgumentException($"A mask of shape {mask.Shape} does not broadcast to scores of shape {scores}.", nameof(mask));
        }

        WeightDropout<T>? draws = Draw<T>(dropout, Tape.Of([query, key, value, mask ?? query]));
        using var scope = new OperationScope(query, key, value, mask ?? query);
        return scope.Leave(new AttentionOperation<T>(
            scope.Enter(query).WithDenseVectors(),
            scope.Enter(key).WithDenseVectors(),
            scope.Enter(value).WithDenseVectors(),
            mask,
            isCausal,
            T.CreateChecked(scale ?? 1 / Math.Sqrt(Math.Max(1, query.Shape[3]))),
            draws).Apply());
    }

    /// <summary>Attention of sequences to themselves, from queries, keys and values side by side; see <see cref="ScaledDotProductAttention"/>.</summary>
    /// <param name="projection">b×n×3×h×d.</param>
    /// <param name="mask">As there.</param>
    /// <param name="isCausal">Whether place i sees only the places 0 to i.</param>
    /// <param name="dropout">As there.</param>
    /// <returns>b×h×n×d.</returns>
    internal static Tensor<T> SelfAttention<T>(Tensor<T> projection, Tensor<T>? mask, bool isCausal, double dropout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> source = projection.Contiguous();
        (Tensor<T> query, Tensor<T> key, Tensor<T> value) = AttentionOperation<T>.Parts(source);
        ThrowIfNotHeads(query, key, value);
        return new AttentionOperation<T>(
            query, key, value, mask, isCausal, T.CreateChecked(1 / Math.Sqrt(Math.Max(1, query.Shape[3]))), Draw<T>(dropout, Tape.Of([source, mask ?? source])), source).Apply();
    }

    /// <summary>The tensor, or a copy, with neighbouring elements of a vector next to each other.</summary>
    internal static Tensor<T> WithDenseVectors<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Shape[3] <= 1 || x.Strides[3] == 1 ? x : x.Contiguous();

    /// <summary>What drops weights, if anything does.</summary>
    private static WeightDropout<T>? Draw<T>(double dropout, Tape? tape)
        where T : unmanaged, IFloatingPointIeee754<T>
        => dropout == 0
            ? null
            : WeightDropout<T>.Of((tape ?? throw new ArgumentException("Dropout draws from a tape, and no operand is on one.")).Random.TakeSource(), dropout);

    private static void ThrowIfNotHeads(Tensor query, Tensor key, Tensor value)
    {
        if (query.Rank != 4 || key.Rank != 4 || value.Rank != 4
            || !query.Shape.Take(2).SequenceEqual(key.Shape.Take(2)) || !key.Shape.Take(3).SequenceEqual(value.Shape.Take(3))
            || query.Shape[3] != key.Shape[3])
        {
            throw new ArgumentException($"Queries, keys and values of shapes {query.Shape}, {key.Shape} and {value.Shape} do not go together.");
        }

        if (Math.Max(query.Shape[3], value.Shape[3]) > Attentions.MaxSize)
        {
            throw new ArgumentException($"Heads have at most {Attentions.MaxSize} elements, not those of shapes {query.Shape} and {value.Shape}.");
        }
    }
}
