namespace Panther.Jit.Dialect;

/// <summary>
/// Elementary functions that kernels call, with the same bits on every device.
/// </summary>
/// <remarks>
/// Every transcendental function is built from correctly rounded IEEE 754 operations only (addition, multiplication,
/// division, square root, fused multiply-add, integer arithmetic and bit casts), so a result depends on the argument and never on
/// the device, the vector width or the driver's math library. The one exception is the payload and the sign of a NaN.
/// <see cref="MathF"/>, <see cref="Math"/> and generic-math calls in kernel source are mapped to these functions.
/// Polynomial coefficients are minimax fits rounded by lattice reduction (Brisebarre and Chevillard, "Efficient polynomial
/// L-infinity approximations", ARITH 2007). The general method is that of Muller, "Elementary Functions", 3rd edition, 2016.
/// Errors are stated in units in the last place (ulp) of the exact result, as measured against 220-bit arithmetic (400,000 arguments a function)
/// and, for float, against the double function on every 97th float; rounded up.
/// </remarks>
public static partial class XMath
{
    /// <summary>Absolute value; clears the sign of NaN and of zero too.</summary>
    public static float Abs(float value) => MathF.Abs(value);

    /// <summary>Absolute value; clears the sign of NaN and of zero too.</summary>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>The smaller value; NaN if either is NaN; -0 is smaller than +0.</summary>
    public static float Min(float first, float second) => MathF.Min(first, second);

    /// <summary>The smaller value; NaN if either is NaN; -0 is smaller than +0.</summary>
    public static double Min(double first, double second) => Math.Min(first, second);

    /// <summary>The larger value; NaN if either is NaN; +0 is larger than -0.</summary>
    public static float Max(float first, float second) => MathF.Max(first, second);

    /// <summary>The larger value; NaN if either is NaN; +0 is larger than -0.</summary>
    public static double Max(double first, double second) => Math.Max(first, second);

    /// <summary>The value limited to <paramref name="min"/>..<paramref name="max"/>; <paramref name="max"/> wins if they cross.</summary>
    public static float Clamp(float value, float min, float max) => MathF.Min(MathF.Max(value, min), max);

    /// <summary>The value limited to <paramref name="min"/>..<paramref name="max"/>; <paramref name="max"/> wins if they cross.</summary>
    public static double Clamp(double value, double min, double max) => Math.Min(Math.Max(value, min), max);

    /// <summary>The magnitude of <paramref name="value"/> with the sign bit of <paramref name="sign"/>.</summary>
    public static float CopySign(float value, float sign) => MathF.CopySign(value, sign);

    /// <summary>The magnitude of <paramref name="value"/> with the sign bit of <paramref name="sign"/>.</summary>
    public static double CopySign(double value, double sign) => Math.CopySign(value, sign);

    /// <summary>-1, 0 or 1; 0 for NaN, where <see cref="MathF.Sign(float)"/> would throw.</summary>
    public static int Sign(float value) => (value > 0f ? 1 : 0) - (value < 0f ? 1 : 0);

    /// <summary>-1, 0 or 1; 0 for NaN, where <see cref="Math.Sign(double)"/> would throw.</summary>
    public static int Sign(double value) => (value > 0d ? 1 : 0) - (value < 0d ? 1 : 0);

    /// <summary>a·b + c with one rounding, on every device.</summary>
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>a·b + c with one rounding, on every device.</summary>
    public static double FusedMultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <summary>Whether the value is NaN.</summary>
    public static bool IsNaN(float value) => (BitConverter.SingleToInt32Bits(value) & 0x7FFFFFFF) > 0x7F800000;

    /// <summary>Whether the value is NaN.</summary>
    public static bool IsNaN(double value) => (BitConverter.DoubleToInt64Bits(value) & long.MaxValue) > 0x7FF0000000000000;

    /// <summary>Whether the value is an infinity of either sign.</summary>
    public static bool IsInfinity(float value) => (BitConverter.SingleToInt32Bits(value) & 0x7FFFFFFF) == 0x7F800000;

    /// <summary>Whether the value is an infinity of either sign.</summary>
    public static bool IsInfinity(double value) => (BitConverter.DoubleToInt64Bits(value) & long.MaxValue) == 0x7FF0000000000000;

    /// <summary>Whether the value is neither NaN nor an infinity.</summary>
    public static bool IsFinite(float value) => (BitConverter.SingleToInt32Bits(value) & 0x7FFFFFFF) < 0x7F800000;

    /// <summary>Whether the value is neither NaN nor an infinity.</summary>
    public static bool IsFinite(double value) => (BitConverter.DoubleToInt64Bits(value) & long.MaxValue) < 0x7FF0000000000000;

    private static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    private static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <summary>2^<paramref name="exponent"/>, for exponents of normal numbers (-126..127).</summary>
    private static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);

    /// <summary>2^<paramref name="exponent"/>, for exponents of normal numbers (-1022..1023).</summary>
    private static double PowerOfTwo(long exponent) => BitConverter.Int64BitsToDouble((exponent + 1023) << 52);

    /// <summary>
    /// value·2^exponent for |exponent| up to 252: two exact powers, so that results below the normal range round once.
    /// </summary>
    private static float Scale(float value, int exponent)
    {
        int half = exponent >> 1;
        return value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>
    /// value·2^exponent for |exponent| up to 2044: two exact powers, so that results below the normal range round once.
    /// </summary>
    private static double Scale(double value, long exponent)
    {
        long half = exponent >> 1;
        return value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }
}
