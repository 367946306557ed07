using System.Buffers.Binary;
using System.Text;

namespace Quickstart.Input;

/// <summary>
/// Reads a two-dimensional array of real numbers in NumPy's .npy format (versions 1, 2 and 3; NEP 1), C or Fortran order,
/// either byte order. Values are converted to single precision.
/// </summary>
internal static class NpyReader
{
    private const int MaxHeaderBytes = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="InvalidDataException">Not a .npy file, damaged, truncated, not two-dimensional, or not of real numbers.</exception>
    public static HostMatrix Read(Stream stream)
    {
        NpyHeader header = ReadHeader(stream);
        if (header.Shape.Length != 2)
        {
            throw new InvalidDataException($"The .npy array has {header.Shape.Length} dimension(s); a matrix has 2.");
        }

        long rows = header.Shape[0], columns = header.Shape[1];
        int count = ValueBuffer.CheckedCount(rows, columns);
        float[] values = ReadValues(stream, NpyElementType.Parse(header.Descr), count);
        return new HostMatrix(header.FortranOrder ? Transposed(values, (int)rows, (int)columns) : values, (int)rows, (int)columns);
    }

    private static NpyHeader ReadHeader(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[..6].SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is not a .npy file: it does not begin with the .npy signature.");
        }

        int version = start[6];
        if (version is < 1 or > 3)
        {
            throw new InvalidDataException($"Version {version}.{start[7]} of the .npy format is not known; 1, 2 and 3 are.");
        }

        Span<byte> lengthBytes = stackalloc byte[version == 1 ? 2 : 4];
        ReadExactly(stream, lengthBytes);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaxHeaderBytes)
        {
            throw new InvalidDataException($"The .npy header claims {length} bytes; a header of a matrix has at most {MaxHeaderBytes}.");
        }

        byte[] text = new byte[length];
        ReadExactly(stream, text);
        return NpyHeader.Parse(version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text));
    }

    private static void ReadExactly(Stream stream, Span<byte> destination)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
        {
            throw new InvalidDataException("The .npy file ends inside its header.");
        }
    }

    private static float[] ReadValues(Stream stream, NpyElementType type, int count)
    {
        var values = new ValueBuffer();
        byte[] block = new byte[(1 << 16) / type.Size * type.Size];
        while (values.Count < count)
        {
            int wanted = (int)Math.Min(block.Length, (long)(count - values.Count) * type.Size);
            int got = stream.ReadAtLeast(block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            for (int at = 0; at + type.Size <= got; at += type.Size)
            {
                values.Add(type.Read(block.AsSpan(at, type.Size)));
            }

            if (got < wanted)
            {
                throw new InvalidDataException($"The .npy file is truncated: its header promises {count} values, {values.Count} are there.");
            }
        }

        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"The .npy file goes on after the {count} values that its header promises.");
        }

        return values.ToArray();
    }

    private static float[] Transposed(float[] columnMajor, int rows, int columns)
    {
        float[] rowMajor = new float[columnMajor.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                rowMajor[(long)i * columns + j] = columnMajor[(long)j * rows + i];
            }
        }

        return rowMajor;
    }
}
