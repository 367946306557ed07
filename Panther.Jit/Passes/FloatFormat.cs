using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Reads and writes the float types as doubles. Every float type is exact in double, and double is wide enough that one operation
/// in it, rounded once more to a narrower type, gives the correctly rounded result of that type (Figueroa, 1995: 53 >= 2 * 24 + 2).
/// </summary>
internal static class FloatFormat
{
    public static double Decode(IrType type, ulong bits) => type.Kind switch
    {
        ScalarKind.Float64 => BitConverter.UInt64BitsToDouble(bits),
        ScalarKind.Float32 => BitConverter.UInt32BitsToSingle((uint)bits),
        ScalarKind.BFloat16 => BitConverter.UInt32BitsToSingle((uint)bits << 16),
        _ => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
    };

    /// <summary>Rounds to the nearest value of the type, ties to even.</summary>
    public static ulong Encode(IrType type, double value) => type.Kind switch
    {
        ScalarKind.Float64 => BitConverter.DoubleToUInt64Bits(value),
        ScalarKind.Float32 => BitConverter.SingleToUInt32Bits((float)value),
        ScalarKind.BFloat16 => EncodeBFloat16(value),
        _ => BitConverter.HalfToUInt16Bits((Half)value),
    };

    /// <summary>
    /// a * b + c with one rounding. For the types narrower than double the product is exact in double, and the sum is rounded to odd
    /// there, so that the last rounding is the only one that counts (Boldo and Melquiond, 2008).
    /// </summary>
    public static ulong FusedMultiplyAdd(IrType type, ulong a, ulong b, ulong c)
    {
        double x = Decode(type, a);
        double y = Decode(type, b);
        double z = Decode(type, c);
        return Encode(type, type.Kind == ScalarKind.Float64 ? Math.FusedMultiplyAdd(x, y, z) : AddToOdd(x * y, z));
    }

    /// <summary>Converts an integer with one rounding, also to the types narrower than double.</summary>
    public static ulong FromInteger(IrType type, bool negative, ulong magnitude)
    {
        if (type.Kind != ScalarKind.Float64 && magnitude >> 53 != 0)
        {
            // The bits that double cannot hold are folded into one sticky bit, far below the last bit of the narrower type.
            const ulong Lost = (1UL << 11) - 1;
            magnitude = (magnitude & ~Lost) | ((magnitude & Lost) != 0 ? Lost + 1 : 0);
        }

        double value = magnitude;
        return Encode(type, negative ? -value : value);
    }

    private static double AddToOdd(double a, double b)
    {
        double sum = a + b;
        if (!double.IsFinite(sum))
        {
            return sum;
        }

        // Knuth's exact error of the sum.
        double part = sum - a;
        double error = (a - (sum - part)) + (b - part);
        ulong bits = BitConverter.DoubleToUInt64Bits(sum);
        if (error != 0 && (bits & 1) == 0)
        {
            bool away = error > 0 == sum > 0;
            bits = away ? bits + 1 : bits - 1;
        }

        return BitConverter.UInt64BitsToDouble(bits);
    }

    private static ulong EncodeBFloat16(double value)
    {
        if (double.IsNaN(value))
        {
            return (BitConverter.SingleToUInt32Bits((float)value) >> 16) | 0x40;
        }

        // Float by rounding to odd, so that the second rounding sees on which side of a tie the value lies.
        float narrow = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(narrow);
        if (float.IsInfinity(narrow))
        {
            return bits >> 16;
        }

        if (narrow != value && (bits & 1) == 0)
        {
            bits = Math.Abs((double)narrow) < Math.Abs(value) ? bits + 1 : bits - 1;
        }

        return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    }
}
