using Panther.Jit.Runtime;
using Panther.Nn;

namespace CharTransformer.Model;

/// <summary>
/// A decoder: embeddings of characters and of places, layers whose places see only those before, a norm, and logits of the next character
/// (Radford et al., "Language models are unsupervised multitask learners", 2019, section 2.3).
/// </summary>
internal sealed class CharacterModel : Module<float>
{
    private const double EmbeddingDeviation = 0.02;

    private readonly Embedding<float> characters;
    private readonly Embedding<float> places;
    private readonly Sequential<float> layers;

    /// <summary>Makes an untrained model.</summary>
    public CharacterModel(Device device, int alphabet, CharTransformerOptions options, RandomState random)
    {
        int width = options.Width;
        Hidden = new HiddenLayers(device, options.Kind, options.Ratio, random);
        characters = Register("characters", new Embedding<float>(device, alphabet, width, random, EmbeddingDeviation));
        places = Register("places", new Embedding<float>(device, options.Context, width, random, EmbeddingDeviation));
        layers = Register("layers", new Sequential<float>(
        [
            new Dropout<float>(options.Dropout),
            .. Enumerable.Range(0, options.Layers).Select(_ => Layer(device, options)),
            new LayerNorm<float>(device, width),
            new Linear<float>(device, width, alphabet, random),
        ]));
    }

    /// <summary>The hidden linear layers.</summary>
    public HiddenLayers Hidden { get; }

    /// <summary>The logits of what follows each place, b×t×alphabet.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="text">Sequences, b×t; t at most the context.</param>
    public Tensor<float> Forward(Tape tape, IndexTensor text)
        => layers.Forward(tape.Use(characters.Weight).Take(text) + tape.Use(places.Weight).Slice(0, 0, text.Shape[1]));

    private TransformerEncoderLayer<float> Layer(Device device, CharTransformerOptions options)
    {
        int width = options.Width;
        var attention = new MultiHeadAttention<float>(options.Heads, Hidden.Create(width, 3 * width), Hidden.Create(width, width), isCausal: true);
        var network = new Sequential<float>(Hidden.Create(width, 4 * width), new Activation<float>(x => x.Gelu()), Hidden.Create(4 * width, width));
        return new TransformerEncoderLayer<float>(device, width, attention, network, options.Dropout);
    }
}
