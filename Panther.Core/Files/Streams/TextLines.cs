using System.Text;

namespace Panther.Core;

/// <summary>Reads a text file line by line and knows where it is. Lines end with LF, CR or both.</summary>
internal sealed class TextLines : IDisposable
{
    private const int LongestLine = 1 << 26;

    private readonly StreamReader reader;
    private readonly string format;
    private char[] buffer = new char[1 << 12];
    private int start;
    private int end;
    private bool skipsLineFeed;

    /// <param name="stream">The file in UTF-8, or in what its byte order mark says; it stays open.</param>
    /// <param name="format">The name of the format, for messages.</param>
    public TextLines(Stream stream, string format)
    {
        this.format = format;
        reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 14, leaveOpen: true);
    }

    /// <summary>Gets the number of the line that was read last; the first is 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads a line without its end; it is good until the next one is read.</summary>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        SkipLineFeed();
        int searched = 0;
        while (true)
        {
            int found = buffer.AsSpan(start + searched, end - start - searched).IndexOfAny('\r', '\n');
            if (found >= 0)
            {
                int length = searched + found;
                line = buffer.AsSpan(start, length);
                skipsLineFeed = buffer[start + length] == '\r';
                start += length + 1;
                Number++;
                return true;
            }

            searched = end - start;
            if (!Fill())
            {
                line = buffer.AsSpan(start, searched);
                start = end;
                Number += searched > 0 ? 1 : 0;
                return searched > 0;
            }
        }
    }

    /// <summary>Describes what is wrong with the line that was read last.</summary>
    public InvalidDataException Wrong(string what) => new($"Line {Number} of the {format} file is wrong: {what}.");

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void SkipLineFeed()
    {
        if (skipsLineFeed && (start < end || Fill()) && buffer[start] == '\n')
        {
            start++;
        }

        skipsLineFeed = false;
    }

    private bool Fill()
    {
        if (end - start == LongestLine)
        {
            Number++;
            throw Wrong($"it is longer than {LongestLine} characters");
        }

        if (end - start == buffer.Length)
        {
            Array.Resize(ref buffer, Math.Min(LongestLine, 2 * buffer.Length));
        }

        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        int count = reader.Read(buffer, end, buffer.Length - end);
        end += count;
        return count > 0;
    }
}
