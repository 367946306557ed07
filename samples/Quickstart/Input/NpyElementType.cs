namespace Quickstart.Input;

/// <summary>One real element type of the .npy format: kind, size in bytes and byte order.</summary>
internal readonly struct NpyElementType
{
    private readonly char _kind;
    private readonly bool _bigEndian;

    private NpyElementType(char kind, int size, bool bigEndian)
    {
        _kind = kind;
        _bigEndian = bigEndian;
        Size = size;
    }

    /// <summary>Bytes per element.</summary>
    public int Size { get; }

    /// <summary>Parses a type string such as <c>&lt;f4</c>, <c>&gt;i2</c> or <c>|u1</c>.</summary>
    /// <exception cref="InvalidDataException">The type is not a real number of a supported size.</exception>
    public static NpyElementType Parse(string descr)
    {
        if (descr.Length == 3 && descr[0] is '<' or '>' or '|' or '=')
        {
            char kind = descr[1];
            int size = descr[2] - '0';
            bool known = kind switch
            {
                'f' => size is 2 or 4 or 8,
                'i' or 'u' => size is 1 or 2 or 4 or 8,
                'b' => size is 1,
                _ => false,
            };
            if (known)
            {
                return new NpyElementType(kind, size, descr[0] == '>' || (descr[0] == '=' && !BitConverter.IsLittleEndian));
            }
        }

        throw new InvalidDataException($"The .npy element type '{descr}' is not supported; real floating-point and integer types are.");
    }

    /// <summary>Converts the <see cref="Size"/> bytes of <paramref name="source"/> to single precision, rounding to nearest.</summary>
    public float Read(ReadOnlySpan<byte> source)
    {
        ulong bits = 0;
        for (int i = 0; i < Size; i++)
        {
            bits = (bits << 8) | source[_bigEndian ? i : Size - 1 - i];
        }

        return (_kind, Size) switch
        {
            ('f', 2) => (float)BitConverter.UInt16BitsToHalf((ushort)bits),
            ('f', 4) => BitConverter.UInt32BitsToSingle((uint)bits),
            ('f', _) => (float)BitConverter.UInt64BitsToDouble(bits),
            ('i', 1) => (sbyte)bits,
            ('i', 2) => (short)bits,
            ('i', 4) => (int)bits,
            ('i', _) => (long)bits,
            ('b', _) => bits == 0 ? 0 : 1,
            _ => bits,
        };
    }
}
