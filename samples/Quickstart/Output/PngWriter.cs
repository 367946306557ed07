using System.Buffers.Binary;
using System.IO.Compression;

namespace Quickstart.Output;

/// <summary>Writes 8-bit grey pictures in PNG format.</summary>
internal static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture of <paramref name="height"/> rows of <paramref name="width"/> values each, row-major.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="values">height×width values.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="black">The value shown black; smaller values are clamped to it, and NaN is black.</param>
    /// <param name="white">The value shown white; greater values are clamped to it.</param>
    public static void Write(Stream stream, ReadOnlySpan<float> values, int width, int height, float black, float white)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, checked(width * height));

        stream.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per sample; colour type, compression, filter and interlace stay 0: grey, deflate, adaptive, none
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compressed(values, width, height, black, white));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Compressed(ReadOnlySpan<float> values, int width, int height, float black, float white)
    {
        // The Up filter (type 2) stores differences to the row above, which compress better than the levels themselves.
        const byte UpFilter = 2;

        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] above = new byte[width];
            byte[] row = new byte[width + 1];
            row[0] = UpFilter;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    byte level = Level(values[y * width + x], black, white);
                    row[x + 1] = (byte)(level - above[x]);
                    above[x] = level;
                }

                zlib.Write(row);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static byte Level(float value, float black, float white)
    {
        float t = white > black ? (value - black) / (white - black) : 0;
        return float.IsNaN(t) ? (byte)0 : (byte)(Math.Clamp(t, 0f, 1f) * 255f + 0.5f);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Append(Crc32.Append(0, type), data));
        stream.Write(word);
    }
}
