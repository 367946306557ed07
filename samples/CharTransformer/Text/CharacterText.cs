namespace CharTransformer.Text;

/// <summary>A text as numbers, one for each of its characters; the first nine tenths are for training, the rest for validation.</summary>
internal sealed class CharacterText
{
    private readonly char[] alphabet;
    private readonly int[] training;
    private readonly int[] validation;

    /// <summary>Numbers the characters of a text in their order.</summary>
    public CharacterText(string text)
    {
        alphabet = [.. text.Distinct().Order()];
        int[] codes = [.. text.Select(Code)];
        int first = codes.Length - (codes.Length / 10);
        training = codes[..first];
        validation = codes[first..];
    }

    /// <summary>The characters that occur.</summary>
    public int Characters => alphabet.Length;

    /// <summary>The characters for training.</summary>
    public int TrainingLength => training.Length;

    /// <summary>The characters for validation.</summary>
    public int ValidationLength => validation.Length;

    /// <summary>The number of a character.</summary>
    public int Code(char character) => Array.BinarySearch(alphabet, character);

    /// <summary>The character of a number.</summary>
    public char Character(int code) => alphabet[code];

    /// <summary>The sequences of a step, from places that follow from its number, and what comes next at each of their places.</summary>
    public (int[] Inputs, int[] Targets) Batch(int sequences, int context, long step)
    {
        var random = new Random((int)step);
        return At(training, context, [.. Enumerable.Range(0, sequences).Select(_ => random.Next(training.Length - context))]);
    }

    /// <summary>The validation text in sequences one after another, a batch at a time; what is left over is not used.</summary>
    public IEnumerable<(int[] Inputs, int[] Targets)> ValidationBatches(int sequences, int context) => Batches(validation, sequences, context, context);

    /// <summary>As many sequences of the training text, evenly spread.</summary>
    public IEnumerable<(int[] Inputs, int[] Targets)> TrainingBatches(int sequences, int context)
    {
        int count = Math.Max(1, (validation.Length - 1) / context);
        return Batches(training, sequences, context, Math.Max(context, (training.Length - context - 1) / count));
    }

    private static IEnumerable<(int[] Inputs, int[] Targets)> Batches(int[] codes, int sequences, int context, int step)
    {
        int count = ((codes.Length - 1 - context) / step) + 1;
        return Enumerable.Range(0, count).Select(i => i * step).Chunk(sequences).Select(starts => At(codes, context, starts));
    }

    private static (int[] Inputs, int[] Targets) At(int[] codes, int context, int[] starts) =>
        ([.. starts.SelectMany(start => codes.AsSpan(start, context).ToArray())], [.. starts.SelectMany(start => codes.AsSpan(start + 1, context).ToArray())]);
}
