using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>Copies and fills of a stream, spread over the cores when they are large.</summary>
internal sealed unsafe class BulkMove : IGroupBody
{
    /// <summary>Bytes that one thread moves at a time; smaller moves stay on the calling thread.</summary>
    private const long Piece = 1 << 20;

    private byte* source;
    private byte* destination;
    private byte* element;
    private int elementBytes;
    private long bytes;

    public void Copy(GroupScheduler scheduler, nint from, nint to, long count)
    {
        source = (byte*)from;
        destination = (byte*)to;
        bytes = count;
        scheduler.Run((count + Piece - 1) / Piece, this);
    }

    public void Fill(GroupScheduler scheduler, nint to, long count, CpuParameters value)
    {
        source = null;
        destination = (byte*)to;
        element = value.Start;
        elementBytes = value.Length;
        bytes = count * elementBytes;
        scheduler.Run((bytes + Piece - 1) / Piece, this);
    }

    public void Execute(long first, long last, int worker)
    {
        long start = first * Piece;
        long end = Math.Min(bytes, last * Piece);
        if (source is not null)
        {
            NativeMemory.Copy(source + start, destination + start, (nuint)(end - start));
        }
        else if (elementBytes == 1)
        {
            NativeMemory.Fill(destination + start, (nuint)(end - start), *element);
        }
        else
        {
            Repeat(start, end);
        }
    }

    /// <summary>Writes the element over a range of bytes, which may begin inside an element, by doubling what is written.</summary>
    private void Repeat(long start, long end)
    {
        long phase = start % elementBytes;
        long written = Math.Min(elementBytes, end - start);
        for (long i = 0; i < written; i++)
        {
            destination[start + i] = element[(phase + i) % elementBytes];
        }

        const long Doubled = 1 << 14;
        while (written < end - start)
        {
            // Copying whole elements keeps the phase; a window that fits the first-level cache keeps the source there.
            long count = Math.Min(Math.Min(written, Doubled / elementBytes * elementBytes), end - start - written);
            count = Math.Max(count, Math.Min(elementBytes, end - start - written));
            NativeMemory.Copy(destination + start, destination + start + written, (nuint)count);
            written += count;
        }
    }
}
