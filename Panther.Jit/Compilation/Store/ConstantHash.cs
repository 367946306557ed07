using System.Buffers.Binary;
using System.Reflection;
using Panther.Jit.Frontend;

namespace Panther.Jit.Compilation.Store;

/// <summary>A hash of a value that the compiler takes for a constant: a scalar, a struct of scalars, or an array of either. Objects, which the compiler refuses, count for nothing.</summary>
internal static class ConstantHash
{
    public static UInt128 Of(object? value)
    {
        var bytes = new List<byte>();
        Append(value, bytes);
        return ContentHash.Of([.. bytes]);
    }

    private static void Append(object? value, List<byte> bytes)
    {
        if (value is null)
        {
            Append(0UL, bytes);
        }
        else if (value is Array array)
        {
            Append((ulong)array.LongLength, bytes);
            foreach (object? element in array)
            {
                Append(element, bytes);
            }
        }
        else if (ArgumentLayout.Scalar(value.GetType()) is not null)
        {
            Append(ScalarBits.Of(value), bytes);
        }
        else if (value.GetType().IsValueType)
        {
            foreach (FieldInfo field in ArgumentLayout.Fields(value.GetType()))
            {
                Append(field.GetValue(value), bytes);
            }
        }
    }

    private static void Append(ulong bits, List<byte> bytes)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(word, bits);
        bytes.AddRange(word);
    }
}
