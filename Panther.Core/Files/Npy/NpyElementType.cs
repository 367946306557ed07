using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Panther.Core;

/// <summary>One real element type of the .npy format: kind, size in bytes and byte order.</summary>
internal readonly struct NpyElementType
{
    private readonly char kind;
    private readonly bool bigEndian;

    private NpyElementType(char kind, int size, bool bigEndian)
    {
        this.kind = kind;
        this.bigEndian = bigEndian;
        Size = size;
    }

    /// <summary>Gets the bytes per element.</summary>
    public int Size { get; }

    /// <summary>Parses a type string such as <c>&lt;f4</c>, <c>&gt;i2</c> or <c>|u1</c>.</summary>
    /// <returns>Whether the type is a real number of a supported size.</returns>
    public static bool TryParse(string descr, out NpyElementType type)
    {
        type = default;
        if (descr.Length != 3 || descr[0] is not ('<' or '>' or '|' or '='))
        {
            return false;
        }

        int size = descr[2] - '0';
        bool known = descr[1] switch
        {
            'f' => size is 2 or 4 or 8,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'b' => size is 1,
            _ => false,
        };
        type = new NpyElementType(descr[1], size, descr[0] == '>' || (descr[0] == '=' && !BitConverter.IsLittleEndian));
        return known;
    }

    /// <summary>The type string of <typeparamref name="T"/> on this machine.</summary>
    public static string Of<T>()
        where T : unmanaged
        => $"{(BitConverter.IsLittleEndian ? '<' : '>')}f{Unsafe.SizeOf<T>()}";

    /// <summary>Converts elements, rounding to nearest.</summary>
    /// <param name="source">The elements as the file has them; they are changed.</param>
    /// <param name="destination">Receives as many elements.</param>
    /// <returns>The index of the first element that is finite, but not in <typeparamref name="T"/>; -1 if there is none.</returns>
    public int Convert<T>(Span<byte> source, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            ReverseBytes(source);
        }

        return (kind, Size) switch
        {
            ('f', 2) => From<Half, T>(source, destination),
            ('f', 4) => From<float, T>(source, destination),
            ('f', _) => From<double, T>(source, destination),
            ('i', 1) => From<sbyte, T>(source, destination),
            ('i', 2) => From<short, T>(source, destination),
            ('i', 4) => From<int, T>(source, destination),
            ('i', _) => From<long, T>(source, destination),
            ('u', 1) => From<byte, T>(source, destination),
            ('u', 2) => From<ushort, T>(source, destination),
            ('u', 4) => From<uint, T>(source, destination),
            ('u', _) => From<ulong, T>(source, destination),
            _ => FromBooleans(source, destination),
        };
    }

    private void ReverseBytes(Span<byte> source)
    {
        switch (Size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(source);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> doubleWords = MemoryMarshal.Cast<byte, uint>(source);
                BinaryPrimitives.ReverseEndianness(doubleWords, doubleWords);
                break;
            case 8:
                Span<ulong> quadWords = MemoryMarshal.Cast<byte, ulong>(source);
                BinaryPrimitives.ReverseEndianness(quadWords, quadWords);
                break;
        }
    }

    private static int From<TSource, T>(ReadOnlySpan<byte> source, Span<T> destination)
        where TSource : unmanaged, INumberBase<TSource>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<TSource> values = MemoryMarshal.Cast<byte, TSource>(source);
        if (typeof(TSource) == typeof(T))
        {
            source.CopyTo(MemoryMarshal.AsBytes(destination));
            return -1;
        }

        for (int i = 0; i < values.Length; i++)
        {
            destination[i] = T.CreateTruncating(values[i]);
            if (!T.IsFinite(destination[i]) && TSource.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int FromBooleans<T>(ReadOnlySpan<byte> source, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i] != 0 ? T.One : T.Zero;
        }

        return -1;
    }
}
