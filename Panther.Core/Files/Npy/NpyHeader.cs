using System.Buffers.Binary;
using System.Text;

namespace Panther.Core;

/// <summary>The dictionary at the head of a .npy file.</summary>
/// <param name="Descr">The element type, such as <c>&lt;f4</c>.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The length of each dimension.</param>
internal sealed record NpyHeader(string Descr, bool FortranOrder, long[] Shape)
{
    private const int LongestText = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads signature, version, length and dictionary (versions 1, 2 and 3; NEP 1).</summary>
    /// <exception cref="InvalidDataException">It is no such header.</exception>
    public static NpyHeader Read(ByteReader reader)
    {
        Span<byte> start = stackalloc byte[8];
        if (reader.Read(start) < start.Length || !start[..6].SequenceEqual(Magic))
        {
            throw reader.Wrong(0, "it does not begin with the .npy signature");
        }

        int version = start[6];
        if (version is < 1 or > 3)
        {
            throw reader.Wrong(6, $"version {version}.{start[7]} of the format is not known; 1, 2 and 3 are");
        }

        Span<byte> lengthBytes = stackalloc byte[version == 1 ? 2 : 4];
        ReadExactly(reader, lengthBytes);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestText)
        {
            throw reader.Wrong(8, $"its header claims {length} bytes; a header of a matrix has at most {LongestText}");
        }

        long position = reader.Position;
        byte[] text = new byte[length];
        ReadExactly(reader, text);
        Encoding encoding = version == 3 ? Encoding.UTF8 : Encoding.Latin1;
        return Parse(new NpyLiteral(encoding.GetString(text), (at, what) => reader.Wrong(position + at, what)));
    }

    /// <summary>Writes a header (version 1) after which the elements start at a multiple of 64 bytes, as NumPy does.</summary>
    public static void Write(Stream stream, string descr, bool fortranOrder, long rows, long columns)
    {
        const int Alignment = 64;
        string text = $"{{'descr': '{descr}', 'fortran_order': {(fortranOrder ? "True" : "False")}, 'shape': ({rows}, {columns}), }}";
        int start = Magic.Length + 4;
        int end = (start + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[end];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(end - start));
        Encoding.ASCII.GetBytes(text.PadRight(end - start - 1) + '\n', header.AsSpan(start));
        stream.Write(header);
    }

    private static void ReadExactly(ByteReader reader, Span<byte> destination)
    {
        if (reader.Read(destination) < destination.Length)
        {
            throw reader.Wrong("it ends inside its header");
        }
    }

    /// <summary>Parses the Python literal, <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>, its keys in any order.</summary>
    /// <exception cref="InvalidDataException">The text is no such literal, or a key is missing, unknown or given twice.</exception>
    private static NpyHeader Parse(NpyLiteral parser)
    {
        string? descr = null;
        bool? fortranOrder = null;
        long[]? shape = null;

        parser.Expect('{');
        while (!parser.TryTake('}'))
        {
            string key = parser.TakeString();
            parser.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = parser.TakeString();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = parser.TakeBoolean();
                    break;
                case "shape" when shape is null:
                    shape = parser.TakeTuple();
                    break;
                default:
                    throw parser.Malformed($"the key '{key}' is unknown or given twice");
            }

            if (!parser.TryTake(','))
            {
                parser.Expect('}');
                break;
            }
        }

        parser.ExpectEnd();
        return descr is null || fortranOrder is null || shape is null
            ? throw parser.Malformed("'descr', 'fortran_order' or 'shape' is missing")
            : new NpyHeader(descr, fortranOrder.Value, shape);
    }
}
