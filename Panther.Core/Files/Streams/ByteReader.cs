namespace Panther.Core;

/// <summary>Reads a binary file from front to back and knows where it is.</summary>
internal sealed class ByteReader
{
    private readonly Stream stream;
    private readonly string format;
    private readonly byte[] buffer = new byte[1 << 15];
    private long bufferPosition;
    private int at;
    private int end;

    /// <param name="stream">The file, from where it stands.</param>
    /// <param name="format">The name of the format, for messages.</param>
    public ByteReader(Stream stream, string format)
    {
        this.stream = stream;
        this.format = format;
        Length = stream.CanSeek ? stream.Length - stream.Position : null;
    }

    /// <summary>Gets the number of bytes read so far.</summary>
    public long Position => bufferPosition + at;

    /// <summary>Gets the number of bytes of the file, where it can be known.</summary>
    public long? Length { get; }

    /// <summary>Returns the next byte, or -1 at the end.</summary>
    public int Read() => at < end || Fill() ? buffer[at++] : -1;

    /// <summary>Fills as much of <paramref name="destination"/> as there is.</summary>
    public int Read(Span<byte> destination)
    {
        int count = 0;
        while (count < destination.Length && (at < end || Fill()))
        {
            int part = Math.Min(end - at, destination.Length - count);
            buffer.AsSpan(at, part).CopyTo(destination[count..]);
            at += part;
            count += part;
        }

        return count;
    }

    /// <summary>Describes what is wrong where the file is now.</summary>
    public InvalidDataException Wrong(string what) => Wrong(Position, what);

    /// <summary>Describes what is wrong at a place of the file.</summary>
    public InvalidDataException Wrong(long position, string what) => new($"The {format} file is wrong at byte {position}: {what}.");

    private bool Fill()
    {
        bufferPosition += end;
        at = 0;
        end = stream.Read(buffer);
        return end > 0;
    }
}
