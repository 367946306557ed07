using CharTransformer.Text;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace CharTransformer.Model;

/// <summary>Writes text, a character at a time.</summary>
internal static class Generation
{
    /// <summary>Draws characters from a model's probabilities, beginning after a line's end if there is one in the alphabet.</summary>
    /// <param name="device">The device.</param>
    /// <param name="model">The model; it is not trained any more.</param>
    /// <param name="text">The text that the model has learnt.</param>
    /// <param name="options">How many characters, and the temperature.</param>
    public static string Write(Device device, CharacterModel model, CharacterText text, CharTransformerOptions options)
    {
        model.Train(false);
        var random = new Random(options.Seed);
        List<int> codes = [Math.Max(0, text.Code('\n'))];
        while (codes.Count <= options.Generate)
        {
            int[] seen = [.. codes.TakeLast(options.Context)];
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            Tensor<float> logits = model.Forward(tape, tape.CreateIndices(seen, [1, seen.Length])).Slice(1, seen.Length - 1, 1);
            codes.Add(Draw(logits.ToArray(), options.Temperature, random));
        }

        return string.Concat(codes.Skip(1).Select(text.Character));
    }

    private static int Draw(float[] logits, double temperature, Random random)
    {
        double largest = logits.Max();
        double[] weights = [.. logits.Select(logit => Math.Exp((logit - largest) / temperature))];
        double left = random.NextDouble() * weights.Sum();
        int code = 0;
        while (code < weights.Length - 1 && left >= weights[code])
        {
            left -= weights[code++];
        }

        return code;
    }
}
