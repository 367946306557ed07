using System.Buffers.Binary;
using System.IO.Compression;
using Quickstart.Output;

namespace Panther.Tests.Samples;

public sealed class PngWriterTests
{
    [Fact]
    public void Crc32_CheckString_IsTheKnownAnswer() => Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 33)]
    [InlineData(31, 1)]
    [InlineData(443, 65)]
    public void Write_Picture_DecodesToItsLevels(int width, int height)
    {
        var random = new Random(7);
        float[] values = [.. Enumerable.Range(0, width * height).Select(_ => 3 * random.NextSingle() - 1)];

        byte[] levels = Decode(Write(values, width, height, black: -0.5f, white: 1.5f), width, height);

        Assert.Equal(values.Select(v => (byte)(Math.Clamp((v + 0.5f) / 2f, 0f, 1f) * 255f + 0.5f)), levels);
    }

    [Fact]
    public void Write_NaNInfinityAndFlatRange_StaysDefined()
    {
        Assert.Equal([0, 255, 0], Decode(Write([float.NaN, float.PositiveInfinity, float.NegativeInfinity], 3, 1, 0, 1), 3, 1));
        Assert.Equal([0, 0], Decode(Write([5, 5], 2, 1, 5, 5), 2, 1));
    }

    [Fact]
    public void Write_WrongCount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write(new MemoryStream(), [1, 2, 3], 2, 2, 0, 1));

    private static byte[] Write(float[] values, int width, int height, float black, float white)
    {
        var stream = new MemoryStream();
        PngWriter.Write(stream, values, width, height, black, white);
        return stream.ToArray();
    }

    /// <summary>Reads what the writer may write, checking every field on the way.</summary>
    private static byte[] Decode(byte[] file, int width, int height)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        int at = 8;
        byte[] header = Chunk(file, "IHDR", ref at);
        byte[] data = Chunk(file, "IDAT", ref at);
        Assert.Empty(Chunk(file, "IEND", ref at));
        Assert.Equal(file.Length, at);
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(header));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Assert.Equal([8, 0, 0, 0, 0], header[8..]);

        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var levels = new List<byte>();
        byte[] row = new byte[width + 1];
        byte[] above = new byte[width];
        for (int y = 0; y < height; y++)
        {
            zlib.ReadExactly(row);
            Assert.Equal(2, row[0]);
            for (int x = 0; x < width; x++)
            {
                above[x] += row[x + 1];
            }

            levels.AddRange(above);
        }

        Assert.Equal(-1, zlib.ReadByte());
        return [.. levels];
    }

    private static byte[] Chunk(byte[] file, string type, ref int at)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
        Assert.Equal(type, System.Text.Encoding.ASCII.GetString(file, at + 4, 4));
        Assert.Equal(Crc32.Append(0, file.AsSpan(at + 4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
        byte[] data = file[(at + 8)..(at + 8 + length)];
        at += 12 + length;
        return data;
    }
}
