using System.Globalization;
using System.Numerics;

namespace Panther.Core;

/// <summary>The numbers of one line of a Matrix Market file, with space between them.</summary>
internal ref struct MatrixMarketTokens
{
    private readonly TextLines lines;
    private ReadOnlySpan<char> rest;

    private MatrixMarketTokens(TextLines lines, ReadOnlySpan<char> line)
    {
        this.lines = lines;
        rest = line.Trim();
    }

    /// <summary>Gets whether the line has no more numbers.</summary>
    public readonly bool IsEmpty => rest.IsEmpty;

    /// <summary>Reads the next line that is neither empty nor a comment.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static MatrixMarketTokens NextLine(TextLines lines, string what) =>
        TryNextLine(lines, out MatrixMarketTokens tokens) ? tokens : throw lines.Wrong($"the file ends after it, before {what}");

    /// <summary>Reads the next line that is neither empty nor a comment, if there is one.</summary>
    public static bool TryNextLine(TextLines lines, out MatrixMarketTokens tokens)
    {
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (!line.IsWhiteSpace() && line[0] != '%')
            {
                tokens = new MatrixMarketTokens(lines, line);
                return true;
            }
        }

        tokens = default;
        return false;
    }

    /// <summary>Takes a whole number.</summary>
    public int Integer(string what, int least, int most)
    {
        ReadOnlySpan<char> token = Next();
        return int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw lines.Wrong($"{what} must be a whole number from {least} to {most}, not '{FileElement.Shortened(token)}'");
    }

    /// <summary>Takes the value of an element.</summary>
    public T Value<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<char> token = Next();
        return FileElement.TryParse(token, out T value)
            ? value
            : throw lines.Wrong($"an element must be a finite {typeof(T).Name}, not '{FileElement.Shortened(token)}'");
    }

    public readonly void ExpectEnd()
    {
        if (!rest.IsEmpty)
        {
            throw lines.Wrong($"'{FileElement.Shortened(rest)}' is too much");
        }
    }

    private ReadOnlySpan<char> Next()
    {
        int length = 0;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length]))
        {
            length++;
        }

        ReadOnlySpan<char> token = rest[..length];
        rest = rest[length..].TrimStart();
        return token;
    }
}
