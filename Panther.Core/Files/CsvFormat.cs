namespace Panther.Core;

/// <summary>How a CSV file is laid out.</summary>
public sealed record CsvFormat
{
    private char? separator;

    /// <summary>Gets the format that finds out separator and header from the first line.</summary>
    public static CsvFormat Default { get; } = new();

    /// <summary>Gets the character between fields; null, the default, for the first comma, semicolon or tab of the first line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value may be part of a number, or is a quote or the end of a line.</exception>
    public char? Separator
    {
        get => separator;
        init
        {
            if (value is { } character)
            {
                CheckSeparator(character);
            }

            separator = value;
        }
    }

    /// <summary>Gets whether the first line names the columns; null, the default, if it does when it holds no number.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Gets the character at the start of lines that are left out, '#' by default; null if there is none.</summary>
    public char? Comment { get; init; } = '#';

    /// <exception cref="ArgumentOutOfRangeException">The character may be part of a number, or is a quote or the end of a line.</exception>
    internal static void CheckSeparator(char separator)
    {
        if (char.IsLetterOrDigit(separator) || separator is '.' or '+' or '-' or '"' or '\r' or '\n')
        {
            throw new ArgumentOutOfRangeException(nameof(separator), separator, "A separator is no part of a number, no quote and no end of a line.");
        }
    }
}
