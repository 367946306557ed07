using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// Attention in several heads, each of which sees its own part of the projected features (Vaswani et al., "Attention is all you need", 2017, section 3.2.2); see
/// <see cref="Attention.ScaledDotProductAttention"/>. The matrix of scores is never stored.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class MultiHeadAttention<T> : AttentionLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer, whose projections are initialised as <see cref="Linear{T}"/> is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The features of inputs and output, a multiple of the heads; at most 128 a head.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="isCausal">Whether a place sees only itself and those before.</param>
    /// <param name="hasBias">Whether projections have a bias.</param>
    /// <param name="dropout">The probability with which a weight is dropped in training.</param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dropout is not in [0, 1).</exception>
    public MultiHeadAttention(Device device, int features, int heads, RandomState random, bool isCausal = false, bool hasBias = true, double dropout = 0)
        : this(heads, Projection(device, features, heads, 3, random, hasBias), Projection(device, features, heads, 1, random, hasBias), isCausal, dropout)
    {
    }

    /// <summary>Makes a layer of given projections, such as sketched ones, which it owns. One product for queries, keys and values is faster than three.</summary>
    /// <param name="heads">How many heads; divides the features of queries, keys and values.</param>
    /// <param name="queryKeyValue">Makes queries, keys and values side by side, b×n×(3·heads·d).</param>
    /// <param name="output">Takes b×n×(heads·d) to the output.</param>
    /// <param name="isCausal">Whether a place sees only itself and those before.</param>
    /// <param name="dropout">The probability with which a weight is dropped in training.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no head, or the dropout is not in [0, 1).</exception>
    public MultiHeadAttention(int heads, Layer<T> queryKeyValue, Layer<T> output, bool isCausal = false, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        NumberCheck.PartBelowOne(dropout);
        Heads = heads;
        IsCausal = isCausal;
        Dropout = dropout;
        QueryKeyValue = Register("query_key_value", queryKeyValue);
        Output = Register("output", output);
    }

    /// <summary>Makes a layer of given projections, such as sketched ones, which it owns.</summary>
    /// <param name="heads">How many heads; divides the features of queries, keys and values.</param>
    /// <param name="query">Makes queries, b×n×(heads·d).</param>
    /// <param name="key">Makes keys, b×m×(heads·d).</param>
    /// <param name="value">Makes values, b×m×(heads·e).</param>
    /// <param name="output">Takes b×n×(heads·e) to the output.</param>
    /// <param name="isCausal">Whether a place sees only itself and those before.</param>
    /// <param name="dropout">The probability with which a weight is dropped in training.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no head, or the dropout is not in [0, 1).</exception>
    public MultiHeadAttention(int heads, Layer<T> query, Layer<T> key, Layer<T> value, Layer<T> output, bool isCausal = false, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        NumberCheck.PartBelowOne(dropout);
        Heads = heads;
        IsCausal = isCausal;
        Dropout = dropout;
        Query = Register("query", query);
        Key = Register("key", key);
        Value = Register("value", value);
        Output = Register("output", output);
    }

    /// <summary>Gets the number of heads.</summary>
    public int Heads { get; }

    /// <summary>Gets a value indicating whether a place sees only itself and those before.</summary>
    public bool IsCausal { get; }

    /// <summary>Gets the probability with which a weight is dropped in training.</summary>
    public double Dropout { get; }

    /// <summary>Gets the projection to queries, keys and values side by side, if one layer makes all three.</summary>
    public Layer<T>? QueryKeyValue { get; }

    /// <summary>Gets the projection to queries, if it is a layer of its own.</summary>
    public Layer<T>? Query { get; }

    /// <summary>Gets the projection to keys, if it is a layer of its own.</summary>
    public Layer<T>? Key { get; }

    /// <summary>Gets the projection to values, if it is a layer of its own.</summary>
    public Layer<T>? Value { get; }

    /// <summary>Gets the projection of what the heads give.</summary>
    public Layer<T> Output { get; }

    private double WeightDropout => IsTraining ? Dropout : 0;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public override Tensor<T> Forward(Tensor<T> input, Tensor<T>? keyMask)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (QueryKeyValue is null)
        {
            return Forward(input, input, input, keyMask);
        }

        Tensor<T>? terms = Terms(TapeOf(input), keyMask, input.Shape);
        Tensor<T> projection = QueryKeyValue.Forward(input);
        long size = SizeOfHeads(projection, 3 * Heads);
        return Joined(Attention.SelfAttention(projection.Reshape(projection.Shape[0], projection.Shape[1], 3, Heads, size), terms, IsCausal, WeightDropout));
    }

    /// <summary>
    /// Attends from some sequences to others. A query that may see no key attends to nothing: its heads give zeros. Where one layer makes queries, keys and values, it makes all three from each
    /// of the sequences, and a third of that is used: for sequences that differ give three layers.
    /// </summary>
    /// <param name="query">What asks, b×n×features, on a tape.</param>
    /// <param name="key">What is compared with it, b×m×features.</param>
    /// <param name="value">What is averaged, b×m×features.</param>
    /// <param name="keyMask">b×m: 0 at places that none may see, such as padding, and 1 elsewhere; <see langword="null"/> if all may be seen.</param>
    /// <returns>b×n×features.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or the query is not on a tape.</exception>
    public Tensor<T> Forward(Tensor<T> query, Tensor<T> key, Tensor<T> value, Tensor<T>? keyMask = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        Tensor<T>? terms = Terms(TapeOf(query), keyMask, key.Shape);
        return Joined(InHeads(query, Query, 0).ScaledDotProductAttention(InHeads(key, Key, 1), InHeads(value, Value, 2), terms, IsCausal, dropout: WeightDropout));
    }

    private static Linear<T> Projection(Device device, int features, int heads, int parts, RandomState random, bool hasBias)
        => heads > 0 && features % heads == 0
            ? new Linear<T>(device, features, parts * features, random, hasBias)
            : throw new ArgumentException($"{heads} heads do not divide {features} features.", nameof(heads));

    private static Tape TapeOf(Tensor<T> query) => query.Tape ?? throw new ArgumentException("Attention needs its queries on a tape.", nameof(query));

    private static long SizeOfHeads(Tensor<T> projection, int heads)
        => projection.Rank == 3 && projection.Shape[2] % heads == 0
            ? projection.Shape[2] / heads
            : throw new ArgumentException($"A projection of shape {projection.Shape} does not divide into {heads} heads, b×n×(heads·d).");

    /// <summary>What is added to scores for a mask, b×1×1×m.</summary>
    private static Tensor<T>? Terms(Tape tape, Tensor<T>? keyMask, Shape keys)
    {
        if (keyMask is null)
        {
            return null;
        }

        if (!keyMask.Shape.SequenceEqual(keys.SkipLast(1)))
        {
            throw new ArgumentException($"A mask of shape {keyMask.Shape} does not go with keys of shape {keys}.", nameof(keyMask));
        }

        return keyMask.Where(tape.Zeros<T>([]), tape.Full(T.NegativeInfinity, [])).Unsqueeze(1).Unsqueeze(1);
    }

    /// <summary>A projection, of a layer of its own or the one of three with a number, as b×heads×n×d.</summary>
    private Tensor<T> InHeads(Tensor<T> x, Layer<T>? own, int number)
    {
        Tensor<T> projection = (own ?? QueryKeyValue!).Forward(x);
        int parts = own is null ? 3 : 1;
        long size = SizeOfHeads(projection, parts * Heads);
        return projection.Reshape(projection.Shape[0], projection.Shape[1], parts, Heads, size).Slice(2, own is null ? number : 0, 1).Squeeze(2).Permute(0, 2, 1, 3);
    }

    /// <summary>The output of what heads have seen, b×heads×n×d.</summary>
    private Tensor<T> Joined(Tensor<T> seen)
    {
        Tensor<T> rows = seen.Permute(0, 2, 1, 3);
        return Output.Forward(rows.Reshape(rows.Shape[0], rows.Shape[1], rows.Shape[2] * rows.Shape[3]));
    }
}
