namespace Panther.Core;

/// <summary>Takes a line of a CSV file apart (RFC 4180): fields that may be quoted, with quotes inside doubled; space around fields does not count.</summary>
internal ref struct CsvFields(ReadOnlySpan<char> line, char separator)
{
    private const char Quote = '"';

    private readonly ReadOnlySpan<char> line = line;
    private int next;

    /// <summary>Gets the number of the field; the first is 1.</summary>
    public int Number { get; private set; }

    /// <summary>Gets the field without its outer quotes; doubled ones are still double.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Gets whether a quote is not closed on this line.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets whether something stands between the end of a quoted field and the next separator.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Gets the field as text.</summary>
    public readonly string Text => Current.ToString().Replace("\"\"", "\"", StringComparison.Ordinal);

    /// <summary>Goes on to the next field.</summary>
    public bool MoveNext()
    {
        if (next > line.Length)
        {
            return false;
        }

        Number++;
        ReadOnlySpan<char> rest = AfterSpace(line[next..]);
        if (!rest.StartsWith(Quote))
        {
            int length = line[next..].IndexOf(separator);
            Current = (length < 0 ? line[next..] : line.Slice(next, length)).Trim();
            next = length < 0 ? line.Length + 1 : next + length + 1;
            return true;
        }

        int start = line.Length - rest.Length + 1;
        int end = EndOfQuoted(start);
        IsOpen = end < 0;
        Current = IsOpen ? line[start..] : line[start..end];
        ReadOnlySpan<char> after = IsOpen ? [] : AfterSpace(line[(end + 1)..]);
        IsMalformed = !after.IsEmpty && after[0] != separator;
        next = after.IsEmpty ? line.Length + 1 : line.Length - after.Length + 1;
        return true;
    }

    private readonly ReadOnlySpan<char> AfterSpace(ReadOnlySpan<char> text) => separator == ' ' ? text : text.TrimStart(' ');

    /// <returns>The place of the closing quote, or -1.</returns>
    private readonly int EndOfQuoted(int start)
    {
        for (int i = start; i < line.Length; i++)
        {
            if (line[i] != Quote)
            {
                continue;
            }

            if (i + 1 == line.Length || line[i + 1] != Quote)
            {
                return i;
            }

            i++;
        }

        return -1;
    }
}
