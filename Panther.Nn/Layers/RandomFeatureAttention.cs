using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// Attention in several heads whose time and memory are linear in the length of the sequences: <see cref="RandomFeatures.RandomFeatureAttention"/> (Choromanski et al., "Rethinking attention with
/// Performers", 2021). Each layer draws a projection of its own, the same for all heads.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class RandomFeatureAttention<T> : AttentionLayer<T>
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
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    public RandomFeatureAttention(
        Device device,
        int features,
        int heads,
        int randomFeatures,
        RandomState random,
        RandomFeatureKernel kernel = RandomFeatureKernel.Softmax,
        bool isCausal = false,
        bool hasBias = true)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(randomFeatures, 1);
        if (features % heads != 0)
        {
            throw new ArgumentException($"{heads} heads do not divide {features} features.", nameof(heads));
        }

        Heads = heads;
        Kernel = kernel;
        IsCausal = isCausal;
        Query = Register("query", new Linear<T>(device, features, features, random, hasBias));
        Key = Register("key", new Linear<T>(device, features, features, random, hasBias));
        Value = Register("value", new Linear<T>(device, features, features, random, hasBias));
        Output = Register("output", new Linear<T>(device, features, features, random, hasBias));
        Projection = RegisterState("projection", RandomFeatures.DrawProjection<T>(device, randomFeatures, features / heads, random.Take()));
    }

    /// <summary>Gets the number of heads.</summary>
    public int Heads { get; }

    /// <summary>Gets what the products of features approximate.</summary>
    public RandomFeatureKernel Kernel { get; }

    /// <summary>Gets a value indicating whether a place sees only itself and those before.</summary>
    public bool IsCausal { get; }

    /// <summary>Gets the linear part that makes queries.</summary>
    public Linear<T> Query { get; }

    /// <summary>Gets the linear part that makes keys.</summary>
    public Linear<T> Key { get; }

    /// <summary>Gets the linear part that makes values.</summary>
    public Linear<T> Value { get; }

    /// <summary>Gets the linear part that takes what the heads give.</summary>
    public Linear<T> Output { get; }

    /// <summary>Gets the projection (random features×features of a head), which is saved with the parameters but not trained.</summary>
    public Tensor<T> Projection { get; }

    /// <summary>Draws another projection in the place of the old one; between steps, so that training does not adapt to a single one.</summary>
    /// <param name="random">Where it is drawn from.</param>
    public void Redraw(RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using Tensor<T> drawn = RandomFeatures.DrawProjection<T>(Projection.Device, (int)Projection.Shape[0], (int)Projection.Shape[1], random.Take());
        Projection.Fill(drawn);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not go together, or the input is not on a tape.</exception>
    public override Tensor<T> Forward(Tensor<T> input, Tensor<T>? keyMask)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tape tape = input.Tape ?? throw new ArgumentException("Attention needs its input on a tape.", nameof(input));
        if (input.Rank != 3 || input.Shape[2] != Query.Weight.Shape[1] || (keyMask is not null && !keyMask.Shape.Equals([input.Shape[0], input.Shape[1]])))
        {
            throw new ArgumentException(
                $"A layer of {Query.Weight.Shape[1]} features takes no input of shape {input.Shape}{(keyMask is null ? "" : $" with a mask of shape {keyMask.Shape}")}.", nameof(input));
        }

        Tensor<T>? terms = keyMask?.Where(tape.Zeros<T>([]), tape.Full(T.NegativeInfinity, [])).Unsqueeze(1);
        Tensor<T> seen = InHeads(Query, input).RandomFeatureAttention(InHeads(Key, input), InHeads(Value, input), Projection, Kernel, IsCausal, terms);
        return Output.Forward(seen.Permute(0, 2, 1, 3).Reshape(input.Shape));
    }

    /// <summary>What a linear part makes, b×heads×n×d.</summary>
    private Tensor<T> InHeads(Linear<T> part, Tensor<T> input)
        => part.Forward(input).Reshape(input.Shape[0], input.Shape[1], Heads, input.Shape[2] / Heads).Permute(0, 2, 1, 3);
}
