using System.Text;

namespace CharTransformer.Text;

/// <summary>Makes a text when no file is given: sentences of a small grammar, in which verbs and pronouns agree with their subjects, so that there is something to learn beyond spelling.</summary>
internal static class GeneratedText
{
    private static readonly string[] Adjectives = ["old", "quiet", "clever", "tired", "golden", "hungry", "little", "proud"];
    private static readonly string[] Nouns = ["baker", "fox", "sailor", "queen", "miller", "raven", "gardener", "painter"];
    private static readonly string[] Verbs = ["see", "follow", "remember", "forget", "greet", "need", "teach"];
    private static readonly string[] Places = ["beneath the bridge", "behind the mill", "in the garden", "near the harbour", "at the market", "on the hill"];
    private static readonly string[] Times = ["in the morning", "at noon", "every evening", "before the storm"];

    /// <summary>Writes sentences until there are enough characters; the same arguments give the same text.</summary>
    public static string Create(int characters, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(Sentence(random)).Append(random.Next(5) == 0 ? '\n' : ' ');
        }

        return text.ToString();
    }

    private static string Sentence(Random random)
    {
        bool isPlural = random.Next(2) == 0;
        string subject = Phrase(random, isPlural);
        string verb = isPlural ? Pick(Verbs, random) : Pick(Verbs, random) + "s";
        string time = random.Next(3) == 0 ? $", {Pick(Times, random)}" : "";
        string second = random.Next(3) == 0 ? $", and {(isPlural ? "they sing" : "it sings")} {Pick(Places, random)}" : "";
        return $"{char.ToUpperInvariant(subject[0])}{subject[1..]} {verb} {Phrase(random, random.Next(2) == 0)} {Pick(Places, random)}{time}{second}.";
    }

    private static string Phrase(Random random, bool isPlural)
    {
        string adjective = random.Next(2) == 0 ? $"{Pick(Adjectives, random)} " : "";
        string noun = Pick(Nouns, random);
        return isPlural ? $"two {adjective}{noun}{(noun.EndsWith('x') ? "es" : "s")}" : $"the {adjective}{noun}";
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
