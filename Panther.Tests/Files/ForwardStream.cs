using Panther.Core;

namespace Panther.Tests.Files;

/// <summary>A file in memory that can only be read forwards, some bytes at a time, as from a network.</summary>
internal sealed class ForwardStream(byte[] file) : ReadOnlyStream
{
    private readonly MemoryStream file = new(file);

    public override int Read(Span<byte> buffer) => file.Read(buffer[..Math.Min(buffer.Length, 4099)]);
}
