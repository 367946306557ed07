namespace Panther.Jit.Dialect;

/// <content>Conversions. What widens is exact; what narrows rounds to the nearest value, ties to even, and overflows to infinity.</content>
public readonly partial struct BFloat16
{
    /// <summary>Widens to a float; exact.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.bits << 16);

    /// <summary>Widens to a double; exact.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator double(BFloat16 value) => (float)value;

    /// <summary>Rounds to a half.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator Half(BFloat16 value) => (Half)(float)value;

    /// <summary>Truncates towards zero and saturates; not-a-number gives zero.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator int(BFloat16 value) => (int)(float)value;

    /// <summary>Truncates towards zero and saturates; not-a-number gives zero.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator long(BFloat16 value) => (long)(float)value;

    /// <summary>Rounds a float.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return new((ushort)(float.IsNaN(value) ? (bits >> 16) | QuietBit : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>Rounds a double, once.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator BFloat16(double value)
    {
        // Rounded to odd on the way through float, so that the last rounding sees on which side of a tie the value lies (Boldo and Melquiond, 2008).
        float near = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(near);
        if (near != value && float.IsFinite(near) && (bits & 1) == 0)
        {
            bits = Math.Abs((double)near) < Math.Abs(value) ? bits + 1 : bits - 1;
        }

        return (BFloat16)BitConverter.UInt32BitsToSingle(bits);
    }

    /// <summary>Rounds a half.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator BFloat16(Half value) => (BFloat16)(float)value;

    /// <summary>Converts an integer to float and rounds that, as .NET does for <see cref="Half"/>.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator BFloat16(int value) => (BFloat16)(float)value;

    /// <summary>Converts an integer to float and rounds that, as .NET does for <see cref="Half"/>.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator BFloat16(long value) => (BFloat16)(float)value;
}
