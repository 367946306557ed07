namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>
    /// x - y·truncate(x/y), exactly, with the sign of x: the meaning of the operator <c>%</c>. Long division in fused arithmetic, 22 bits of
    /// the quotient a step. NaN if x is infinite or y is zero.
    /// </summary>
    public static float Rem(float x, float y)
    {
        bool valid = IsFinite(x) && y != 0f && !IsNaN(y);
        bool divides = valid && IsFinite(y);
        float result = RemainderOfMagnitudes(divides ? MathF.Abs(x) : 0f, divides ? MathF.Abs(y) : 1f, out _);
        result = divides ? MathF.CopySign(result, x) : x;
        return valid ? result : float.NaN;
    }

    /// <summary>
    /// x - y·truncate(x/y), exactly, with the sign of x: the meaning of the operator <c>%</c>. Long division in fused arithmetic, 51 bits of
    /// the quotient a step. NaN if x is infinite or y is zero.
    /// </summary>
    public static double Rem(double x, double y)
    {
        bool valid = IsFinite(x) && y != 0d && !IsNaN(y);
        bool divides = valid && IsFinite(y);
        double result = RemainderOfMagnitudes(divides ? Math.Abs(x) : 0d, divides ? Math.Abs(y) : 1d, out _);
        result = divides ? Math.CopySign(result, x) : x;
        return valid ? result : double.NaN;
    }

    /// <summary>x - y·n exactly, with n the integer nearest to x/y, the even one of two. NaN if x is infinite or y is zero.</summary>
    public static float IEEERemainder(float x, float y)
    {
        bool valid = IsFinite(x) && y != 0f && !IsNaN(y);
        bool divides = valid && IsFinite(y);
        float divisor = divides ? MathF.Abs(y) : 1f;
        float rest = RemainderOfMagnitudes(divides ? MathF.Abs(x) : 0f, divisor, out bool odd);

        // Twice a small remainder and half a large divisor are exact.
        bool small = divisor < PowerOfTwo(-100);
        float left = small ? rest + rest : rest;
        float right = small ? divisor : 0.5f * divisor;
        bool up = left > right || (left == right && odd);
        float result = FlipSign(up ? rest - divisor : rest, BitConverter.SingleToInt32Bits(x));
        result = divides ? result : x;
        return valid ? result : float.NaN;
    }

    /// <summary>x - y·n exactly, with n the integer nearest to x/y, the even one of two. NaN if x is infinite or y is zero.</summary>
    public static double IEEERemainder(double x, double y)
    {
        bool valid = IsFinite(x) && y != 0d && !IsNaN(y);
        bool divides = valid && IsFinite(y);
        double divisor = divides ? Math.Abs(y) : 1d;
        double rest = RemainderOfMagnitudes(divides ? Math.Abs(x) : 0d, divisor, out bool odd);

        // Twice a small remainder and half a large divisor are exact.
        bool small = divisor < PowerOfTwo(-1000L);
        double left = small ? rest + rest : rest;
        double right = small ? divisor : 0.5 * divisor;
        bool up = left > right || (left == right && odd);
        double result = FlipSign(up ? rest - divisor : rest, BitConverter.DoubleToInt64Bits(x));
        result = divides ? result : x;
        return valid ? result : double.NaN;
    }

    /// <summary>
    /// dividend mod divisor for a finite dividend ≥ 0 and divisor &gt; 0, and whether the quotient is odd. A quotient digit rounded to one
    /// too many leaves a negative rest, which is exact and is put back.
    /// </summary>
    private static float RemainderOfMagnitudes(float dividend, float divisor, out bool odd)
    {
        float rest = dividend;
        odd = false;
        while (rest >= divisor)
        {
            int shift = Exponent(rest) - Exponent(divisor) - 22;
            shift = shift < 0 ? 0 : shift;
            float scaled = Scale(divisor, shift);
            float quotient = MathF.Truncate(rest / scaled);
            rest = Fma(-quotient, scaled, rest);
            quotient = rest < 0f ? quotient - 1f : quotient;
            rest = rest < 0f ? rest + scaled : rest;
            odd = shift == 0 && MathF.Truncate(0.5f * quotient) != 0.5f * quotient;
        }

        return rest;
    }

    /// <summary>
    /// dividend mod divisor for a finite dividend ≥ 0 and divisor &gt; 0, and whether the quotient is odd. A quotient digit rounded to one
    /// too many leaves a negative rest, which is exact and is put back.
    /// </summary>
    private static double RemainderOfMagnitudes(double dividend, double divisor, out bool odd)
    {
        double rest = dividend;
        odd = false;
        while (rest >= divisor)
        {
            long shift = Exponent(rest) - Exponent(divisor) - 51;
            shift = shift < 0 ? 0 : shift;
            double scaled = Scale(divisor, shift);
            double quotient = Math.Truncate(rest / scaled);
            rest = Fma(-quotient, scaled, rest);
            quotient = rest < 0d ? quotient - 1d : quotient;
            rest = rest < 0d ? rest + scaled : rest;
            odd = shift == 0 && Math.Truncate(0.5 * quotient) != 0.5 * quotient;
        }

        return rest;
    }

    /// <summary>⌊log₂ value⌋ of a positive finite value.</summary>
    private static int Exponent(float value)
    {
        bool subnormal = value < PowerOfTwo(-126);
        return (BitConverter.SingleToInt32Bits(subnormal ? value * PowerOfTwo(24) : value) >> 23) - (subnormal ? 151 : 127);
    }

    /// <summary>⌊log₂ value⌋ of a positive finite value.</summary>
    private static long Exponent(double value)
    {
        bool subnormal = value < PowerOfTwo(-1022L);
        return (BitConverter.DoubleToInt64Bits(subnormal ? value * PowerOfTwo(54L) : value) >> 52) - (subnormal ? 1077L : 1023L);
    }
}
