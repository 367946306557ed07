using System.IO.Compression;

namespace Panther.Core;

/// <summary>The unpacked content of a gzip file (RFC 1952), which may have several members.</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends without a word where a file is cut off, and before whatever follows its last member. So a member of our own is put
/// behind the file: only after a whole file does its content come out at the end.
/// </remarks>
internal sealed class GzipContent : ReadOnlyStream
{
    private const int BufferSize = 1 << 15;

    private static readonly byte[] Mark = [.. Enumerable.Range(1, 16).Select(i => (byte)(i * 37))];
    private static readonly byte[] MarkMember = Pack(Mark);

    private readonly ByteBudget budget;
    private readonly GZipStream unpacked;
    private readonly byte[] buffer = new byte[BufferSize];
    private int start;
    private int end;
    private bool ended;

    public GzipContent(Stream packed, MatrixFileLimits? limits, bool leaveOpen)
    {
        budget = new ByteBudget(limits ?? MatrixFileLimits.Default);
        budget.Earn(Mark.Length);
        unpacked = new GZipStream(new MarkedStream(packed, budget, leaveOpen), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        while (!ended && end - start <= Mark.Length)
        {
            Fill();
        }

        int count = Math.Min(destination.Length, ended ? end - start : end - start - Mark.Length);
        buffer.AsSpan(start, count).CopyTo(destination);
        start += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    /// <summary>Reads more, and at the end takes the mark off.</summary>
    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int count = unpacked.Read(buffer.AsSpan(end));
        end += count;
        budget.Spend(count);
        if (count > 0)
        {
            return;
        }

        ended = true;
        if (!buffer.AsSpan(0, end).EndsWith(Mark))
        {
            throw new InvalidDataException("The compressed file is cut off, or goes on after its end.");
        }

        end -= Mark.Length;
    }

    /// <summary>A file, and behind it the mark.</summary>
    private sealed class MarkedStream(Stream file, ByteBudget budget, bool leaveOpen) : ReadOnlyStream
    {
        private int marked = -1;

        public override int Read(Span<byte> destination)
        {
            if (marked < 0)
            {
                int count = file.Read(destination);
                budget.Earn(count);
                if (count > 0 || destination.IsEmpty)
                {
                    return count;
                }

                marked = 0;
            }

            int rest = Math.Min(destination.Length, MarkMember.Length - marked);
            MarkMember.AsSpan(marked, rest).CopyTo(destination);
            marked += rest;
            return rest;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !leaveOpen)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
