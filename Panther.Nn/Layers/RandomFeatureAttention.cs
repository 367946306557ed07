using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// Attention in several heads whose time and memory are linear in the length of the sequences: <see cref="RandomFeatures.RandomFeatureAttention"/> (Choromanski et al., "Rethinking attention with
/// Performers", 2021). Each layer draws a projection of its own, the same for all heads.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed partial class RandomFeatureAttention<T> : AttentionLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer, whose linear parts are initialised as <see cref="Linear{T}"/> is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The features of inputs and output, a multiple of the heads.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="randomFeatures">How many random features a head has; the error of weights falls as its root.</param>
    /// <param name="random">Where weights and the projection are drawn from.</param>
    /// <param name="kernel">What the features' products approximate.</param>
    /// <param name="isCausal">Whether a place sees only itself and those before.</param>
    /// <param name="hasBias">Whether the linear parts have a bias.</param>
    /// <param name="dropout">The probability with which an element of what the heads give is dropped in training. There are no weights to drop: they are never formed.</param>
    /// <param name="positions">Encodes distances between places, for as many heads of as many elements; the layer owns it. <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, a probability not in [0, 1), or there is no such kernel.</exception>
    /// <exception cref="ArgumentException">The heads do not divide the features, or the positions are of other heads.</exception>
    public RandomFeatureAttention(
        Device device,
        int features,
        int heads,
        int randomFeatures,
        RandomState random,
        RandomFeatureKernel kernel = RandomFeatureKernel.Softmax,
        bool isCausal = false,
        bool hasBias = true,
        double dropout = 0,
        SinePositions<T>? positions = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(randomFeatures, 1);
        NumberCheck.Defined(kernel);
        NumberCheck.PartBelowOne(dropout);
        if (features % heads != 0)
        {
            throw new ArgumentException($"{heads} heads do not divide {features} features.", nameof(heads));
        }

        int size = features / heads;
        if (positions is not null && (positions.Heads != heads || positions.Size != size))
        {
            throw new ArgumentException($"Positions of {positions.Heads} heads of {positions.Size} elements do not go with {heads} heads of {size}.", nameof(positions));
        }

        Heads = heads;
        Kernel = kernel;
        IsCausal = isCausal;
        Dropout = dropout;
        Query = Register("query", new Linear<T>(device, features, features, random, hasBias));
        Key = Register("key", new Linear<T>(device, features, features, random, hasBias));
        Value = Register("value", new Linear<T>(device, features, features, random, hasBias));
        Output = Register("output", new Linear<T>(device, features, features, random, hasBias));
        Positions = positions is null ? null : Register("positions", positions);
        Projection = RegisterState("projection", RandomFeatures.DrawProjection<T>(device, randomFeatures, positions?.Draws ?? size, random.Take()));
    }

    /// <summary>Gets the number of heads.</summary>
    public int Heads { get; }

    /// <summary>Gets what the products of features approximate.</summary>
    public RandomFeatureKernel Kernel { get; }

    /// <summary>Gets a value indicating whether a place sees only itself and those before.</summary>
    public bool IsCausal { get; }

    /// <summary>Gets the probability with which an element of what the heads give is dropped in training.</summary>
    public double Dropout { get; }

    /// <summary>Gets the linear part that makes queries.</summary>
    public Linear<T> Query { get; }

    /// <summary>Gets the linear part that makes keys.</summary>
    public Linear<T> Key { get; }

    /// <summary>Gets the linear part that makes values.</summary>
    public Linear<T> Value { get; }

    /// <summary>Gets the linear part that takes what the heads give.</summary>
    public Linear<T> Output { get; }

    /// <summary>Gets what encodes distances between places, if anything does.</summary>
    public SinePositions<T>? Positions { get; }

    /// <summary>Gets the projection (random features×features of a head, or of the positions' draws), which is saved with the parameters but not trained.</summary>
    public Tensor<T> Projection { get; }

    /// <summary>Draws another projection in the place of the old one, and other signals of <see cref="Positions"/>; between steps, so that training does not adapt to a single one.</summary>
    /// <param name="random">Where it is drawn from.</param>
    public void Redraw(RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using Tensor<T> drawn = RandomFeatures.DrawProjection<T>(Projection.Device, (int)Projection.Shape[0], (int)Projection.Shape[1], random.Take());
        Projection.Fill(drawn);
        Positions?.Redraw(random);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not go together, or the input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input, Tensor<T>? keyMask) => Forward(input, input, input, keyMask);

    /// <summary>Attends from some sequences to others. A query that may see no key, or is masked, attends to nothing: its heads give zeros.</summary>
    /// <param name="query">What asks, b×n×features, on a tape.</param>
    /// <param name="key">What is compared with it, b×m×features; m = n if the layer is causal.</param>
    /// <param name="value">What is averaged, b×m×features.</param>
    /// <param name="keyMask">b×m: 0 at places that none may see, such as padding, and 1 elsewhere; <see langword="null"/> if all may be seen.</param>
    /// <param name="queryMask">b×n: 0 at places that shall see nothing, and 1 elsewhere; <see langword="null"/> if all shall see.</param>
    /// <returns>b×n×features.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or the query is not on a tape.</exception>
    public Tensor<T> Forward(Tensor<T> query, Tensor<T> key, Tensor<T> value, Tensor<T>? keyMask = null, Tensor<T>? queryMask = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        Tape tape = query.Tape ?? throw new ArgumentException("Attention needs its queries on a tape.", nameof(query));
        ThrowIfUnfit(query, queryMask);
        ThrowIfUnfit(key, keyMask);
        ThrowIfUnfit(value, keyMask);
        Tensor<T>? terms = keyMask?.Where(tape.Zeros<T>([]), tape.Full(T.NegativeInfinity, [])).Unsqueeze(1);
        (Tensor<T> queries, Tensor<T> keys) = (InHeads(Query, query), InHeads(Key, key));
        if (Positions is not null)
        {
            (queries, keys) = Positions.Encode(queries, keys);
        }

        Tensor<T> seen = queries.RandomFeatureAttention(keys, InHeads(Value, value), Projection, Kernel, IsCausal, terms, queryMask?.Unsqueeze(1))
            .Permute(0, 2, 1, 3)
            .Reshape(query.Shape);
        return Output.Forward(IsTraining ? seen.Dropout(Dropout) : seen);
    }

    /// <summary>What a linear part makes, b×heads×n×d.</summary>
    private Tensor<T> InHeads(Linear<T> part, Tensor<T> input)
        => part.Forward(input).Reshape(input.Shape[0], input.Shape[1], Heads, input.Shape[2] / Heads).Permute(0, 2, 1, 3);

    private void ThrowIfUnfit(Tensor<T> input, Tensor<T>? mask)
    {
        if (input.Rank != 3 || input.Shape[2] != Query.Weight.Shape[1] || (mask is not null && !mask.Shape.Equals([input.Shape[0], input.Shape[1]])))
        {
            throw new ArgumentException(
                $"A layer of {Query.Weight.Shape[1]} features takes no input of shape {input.Shape}{(mask is null ? "" : $" with a mask of shape {mask.Shape}")}.", nameof(input));
        }
    }
}
