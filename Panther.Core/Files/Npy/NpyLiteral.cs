using System.Globalization;

namespace Panther.Core;

/// <summary>Takes a Python literal apart, from left to right.</summary>
/// <param name="text">The literal.</param>
/// <param name="wrong">Describes what is wrong at a character of it.</param>
internal struct NpyLiteral(string text, Func<int, string, InvalidDataException> wrong)
{
    private int at;

    public readonly InvalidDataException Malformed(string what) => wrong(at, $"its header is malformed: {what}");

    public bool TryTake(char expected)
    {
        SkipSpace();
        if (at < text.Length && text[at] == expected)
        {
            at++;
            return true;
        }

        return false;
    }

    public void Expect(char expected)
    {
        if (!TryTake(expected))
        {
            throw Malformed($"'{expected}' was expected");
        }
    }

    public void ExpectEnd()
    {
        SkipSpace();
        if (at < text.Length)
        {
            throw Malformed("something follows the dictionary");
        }
    }

    public string TakeString()
    {
        char quote = TryTake('\'') ? '\'' : TryTake('"') ? '"' : throw Malformed("a string was expected (structured types are not supported)");
        int end = text.IndexOf(quote, at);
        if (end < 0)
        {
            throw Malformed("a string has no end");
        }

        string value = text[at..end];
        at = end + 1;
        return value;
    }

    public bool TakeBoolean()
    {
        SkipSpace();
        foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
            {
                at += word.Length;
                return value;
            }
        }

        throw Malformed("True or False was expected");
    }

    public long[] TakeTuple()
    {
        var items = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            items.Add(TakeInteger());
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. items];
    }

    private long TakeInteger()
    {
        SkipSpace();
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return long.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Malformed("a length was expected");
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\t' or '\r')
        {
            at++;
        }
    }
}
