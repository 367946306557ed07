using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Panther.Jit.Dialect;

/// <content>Conversions in generic code: from and to .NET's own numbers, by way of float, except that doubles are rounded once.</content>
public readonly partial struct BFloat16
{
    static bool INumberBase<BFloat16>.TryConvertFromChecked<TOther>(TOther value, out BFloat16 result)
    {
        bool isKnown = IsOfDotNet<TOther>();
        result = typeof(TOther) == typeof(double) ? (BFloat16)(double)(object)value : isKnown ? (BFloat16)float.CreateChecked(value) : default;
        return isKnown;
    }

    static bool INumberBase<BFloat16>.TryConvertFromSaturating<TOther>(TOther value, out BFloat16 result)
    {
        bool isKnown = IsOfDotNet<TOther>();
        result = typeof(TOther) == typeof(double) ? (BFloat16)(double)(object)value : isKnown ? (BFloat16)float.CreateSaturating(value) : default;
        return isKnown;
    }

    static bool INumberBase<BFloat16>.TryConvertFromTruncating<TOther>(TOther value, out BFloat16 result)
    {
        bool isKnown = IsOfDotNet<TOther>();
        result = typeof(TOther) == typeof(double) ? (BFloat16)(double)(object)value : isKnown ? (BFloat16)float.CreateTruncating(value) : default;
        return isKnown;
    }

    static bool INumberBase<BFloat16>.TryConvertToChecked<TOther>(BFloat16 value, [MaybeNullWhen(false)] out TOther result)
    {
        bool isKnown = IsOfDotNet<TOther>();
        result = isKnown ? TOther.CreateChecked((float)value) : default;
        return isKnown;
    }

    static bool INumberBase<BFloat16>.TryConvertToSaturating<TOther>(BFloat16 value, [MaybeNullWhen(false)] out TOther result)
    {
        bool isKnown = IsOfDotNet<TOther>();
        result = isKnown ? TOther.CreateSaturating((float)value) : default;
        return isKnown;
    }

    static bool INumberBase<BFloat16>.TryConvertToTruncating<TOther>(BFloat16 value, [MaybeNullWhen(false)] out TOther result)
    {
        bool isKnown = IsOfDotNet<TOther>();
        result = isKnown ? TOther.CreateTruncating((float)value) : default;
        return isKnown;
    }

    private static bool IsOfDotNet<T>() => typeof(T) == typeof(sbyte) || typeof(T) == typeof(byte) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort)
        || typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong)
        || typeof(T) == typeof(nint) || typeof(T) == typeof(nuint) || typeof(T) == typeof(char) || typeof(T) == typeof(Half)
        || typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(decimal) || typeof(T) == typeof(Int128)
        || typeof(T) == typeof(UInt128);
}
