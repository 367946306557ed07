using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// A layer of a transformer, normalised before each part: y = x + D(A(N₁(x))), and y + D(F(N₂(y))) is the output, with attention A, a network F for each place, layer norms N and dropout D
/// (Xiong et al., "On layer normalization in the transformer architecture", 2020, table 1). Causal, it is that of a language model.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class TransformerEncoderLayer<T> : AttentionLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerNorm<T> attentionNorm;
    private readonly LayerNorm<T> feedForwardNorm;
    private readonly Dropout<T> dropout;

    /// <summary>Makes a layer with <see cref="MultiHeadAttention{T}"/> and the network linear, <see cref="Activations.Gelu"/>, linear; each part is initialised as it is by itself.</summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The features of input and output, a multiple of the heads.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="hidden">The features within the network.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="dropout">The probability with which an element that a part adds is dropped in training.</param>
    /// <param name="isCausal">Whether a place sees only itself and those before.</param>
    /// <param name="attentionDropout">The probability with which a weight of the attention is dropped in training.</param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dropout is not in [0, 1).</exception>
    public TransformerEncoderLayer(
        Device device, int features, int heads, int hidden, RandomState random, double dropout = 0.1, bool isCausal = false, double attentionDropout = 0)
        : this(
            device,
            features,
            new MultiHeadAttention<T>(device, features, heads, random, isCausal, dropout: attentionDropout),
            new Sequential<T>(
                new Linear<T>(device, features, hidden, random), new Activation<T>(x => x.Gelu()), new Linear<T>(device, hidden, features, random)),
            dropout)
    {
    }

    /// <summary>Makes a layer of given parts, such as sketched ones, which it owns.</summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The features of input and output.</param>
    /// <param name="attention">The attention.</param>
    /// <param name="feedForward">The network.</param>
    /// <param name="dropout">The probability with which an element that a part adds is dropped in training.</param>
    public TransformerEncoderLayer(Device device, int features, AttentionLayer<T> attention, Layer<T> feedForward, double dropout = 0.1)
    {
        attentionNorm = Register("attention_norm", new LayerNorm<T>(device, features));
        Attention = Register("attention", attention);
        feedForwardNorm = Register("feed_forward_norm", new LayerNorm<T>(device, features));
        FeedForward = Register("feed_forward", feedForward);
        this.dropout = Register("dropout", new Dropout<T>(dropout));
    }

    /// <summary>Gets the attention.</summary>
    public AttentionLayer<T> Attention { get; }

    /// <summary>Gets the network.</summary>
    public Layer<T> FeedForward { get; }

    /// <inheritdoc/>
    public override Tensor<T> Forward(Tensor<T> input, Tensor<T>? keyMask)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor<T> attended = input + dropout.Forward(Attention.Forward(attentionNorm.Forward(input), keyMask));
        return attended + dropout.Forward(FeedForward.Forward(feedForwardNorm.Forward(attended)));
    }
}
