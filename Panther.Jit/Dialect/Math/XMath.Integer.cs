namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>Absolute value; the smallest number is returned unchanged.</summary>
    public static int Abs(int value) => value < 0 ? -value : value;

    /// <summary>Absolute value; the smallest number is returned unchanged.</summary>
    public static long Abs(long value) => value < 0 ? -value : value;

    /// <summary>The smaller value.</summary>
    public static int Min(int first, int second) => first < second ? first : second;

    /// <summary>The smaller value.</summary>
    public static uint Min(uint first, uint second) => first < second ? first : second;

    /// <summary>The smaller value.</summary>
    public static long Min(long first, long second) => first < second ? first : second;

    /// <summary>The smaller value.</summary>
    public static ulong Min(ulong first, ulong second) => first < second ? first : second;

    /// <summary>The larger value.</summary>
    public static int Max(int first, int second) => first > second ? first : second;

    /// <summary>The larger value.</summary>
    public static uint Max(uint first, uint second) => first > second ? first : second;

    /// <summary>The larger value.</summary>
    public static long Max(long first, long second) => first > second ? first : second;

    /// <summary>The larger value.</summary>
    public static ulong Max(ulong first, ulong second) => first > second ? first : second;

    /// <summary>The value limited to <paramref name="min"/>..<paramref name="max"/>.</summary>
    public static int Clamp(int value, int min, int max) => Min(Max(value, min), max);

    /// <summary>The value limited to <paramref name="min"/>..<paramref name="max"/>.</summary>
    public static long Clamp(long value, long min, long max) => Min(Max(value, min), max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(int value) => (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(long value) => (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0);

    /// <summary>Quotient towards zero and the remainder that goes with it.</summary>
    public static (int Quotient, int Remainder) DivRem(int dividend, int divisor)
    {
        int quotient = dividend / divisor;
        return (quotient, dividend - (quotient * divisor));
    }

    /// <summary>Quotient towards zero and the remainder that goes with it.</summary>
    public static (long Quotient, long Remainder) DivRem(long dividend, long divisor)
    {
        long quotient = dividend / divisor;
        return (quotient, dividend - (quotient * divisor));
    }

    /// <summary>The quotient rounded up, for a non-negative numerator and a positive denominator whose sum does not overflow.</summary>
    public static int DivRoundUp(int numerator, int denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>The quotient rounded up, for a non-negative numerator and a positive denominator whose sum does not overflow.</summary>
    public static long DivRoundUp(long numerator, long denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>The upper 64 bits of the 128-bit product.</summary>
    public static ulong MultiplyHigh(ulong first, ulong second)
    {
        ulong firstLow = (uint)first;
        ulong firstHigh = first >> 32;
        ulong secondLow = (uint)second;
        ulong secondHigh = second >> 32;
        ulong middle = (firstHigh * secondLow) + ((firstLow * secondLow) >> 32);
        ulong other = (firstLow * secondHigh) + (uint)middle;
        return (firstHigh * secondHigh) + (middle >> 32) + (other >> 32);
    }
}
