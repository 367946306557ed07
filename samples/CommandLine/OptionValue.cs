using System.Globalization;

namespace Samples;

/// <summary>What stands behind an option, or at the place of an argument.</summary>
/// <param name="Name">The option.</param>
/// <param name="Text">Its value; empty if it may be left out, and is.</param>
internal readonly record struct OptionValue(string Name, string Text)
{
    /// <summary>A whole number of at least 1.</summary>
    public int Count => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1
        ? count
        : throw new UsageException($"{Name} takes a whole number of at least 1, not '{Text}'.");

    /// <summary>A number between two others.</summary>
    public double Number(double least, double most) =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{Name} takes a number from {least} to {most}, not '{Text}'."));

    /// <summary>One of a few words.</summary>
    public string OneOf(params string[] words) =>
        words.Contains(Text) ? Text : throw new UsageException($"{Name} is {string.Join(" or ", words)}, not '{Text}'.");

    /// <summary>A file of some kind.</summary>
    public string File(string extension) => Text.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
        ? Text
        : throw new UsageException($"{Name} writes a {extension} file, and '{Text}' is not called one.");
}
