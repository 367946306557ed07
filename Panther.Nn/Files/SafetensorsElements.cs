using System.Numerics;
using System.Runtime.InteropServices;

namespace Panther.Nn;

/// <summary>The element types of safetensors files: their sizes, and what they are in the type that a model computes with.</summary>
internal static class SafetensorsElements
{
    /// <summary>The bytes of an element; 0 for a type that is not read.</summary>
    public static int Size(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>The name of a type.</summary>
    /// <exception cref="NotSupportedException">It is neither float nor double.</exception>
    public static string Name<T>() => typeof(T) == typeof(float) ? "F32"
        : typeof(T) == typeof(double) ? "F64"
        : throw new NotSupportedException($"Tensors of {typeof(T).Name} are not written; only float and double are.");

    /// <summary>Rounds elements to nearest.</summary>
    public static void Convert<T>(string type, ReadOnlySpan<byte> bytes, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (type)
        {
            case "F64":
                From<double, T>(bytes, destination);
                break;
            case "F32":
                From<float, T>(bytes, destination);
                break;
            case "F16":
                From<Half, T>(bytes, destination);
                break;
            case "BF16":
                FromBrainFloat(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
                break;
            case "I64":
                From<long, T>(bytes, destination);
                break;
            case "U64":
                From<ulong, T>(bytes, destination);
                break;
            case "I32":
                From<int, T>(bytes, destination);
                break;
            case "U32":
                From<uint, T>(bytes, destination);
                break;
            case "I16":
                From<short, T>(bytes, destination);
                break;
            case "U16":
                From<ushort, T>(bytes, destination);
                break;
            case "I8":
                From<sbyte, T>(bytes, destination);
                break;
            default:
                From<byte, T>(bytes, destination);
                break;
        }
    }

    private static void From<TSource, T>(ReadOnlySpan<byte> bytes, Span<T> destination)
        where TSource : unmanaged, INumberBase<TSource>
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<TSource> source = MemoryMarshal.Cast<byte, TSource>(bytes);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]);
        }
    }

    // A bfloat16 is the upper half of a float.
    private static void FromBrainFloat<T>(ReadOnlySpan<ushort> source, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)source[i] << 16));
        }
    }
}
