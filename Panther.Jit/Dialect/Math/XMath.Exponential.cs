namespace Panther.Jit.Dialect;

public static partial class XMath
{
    // Adding and subtracting 1.5·2^(p-1) rounds to an integer, and leaves that integer in the low bits of the sum.
    private const float RoundingShift = 12582912f;
    private const double RoundingShift64 = 6755399441055744d;
    private const int RoundingShiftBits = 0x4B400000;
    private const long RoundingShiftBits64 = 0x4338000000000000;

    private const float Log2E = 1.442695f;
    private const float Ln2High = 0.6931472f;
    private const float Ln2Low = -1.9046542e-9f;
    private const double Log2E64 = 1.4426950408889634;
    private const double Ln2High64 = 0.6931471805599453;
    private const double Ln2Low64 = 2.3190468138462996e-17;

    /// <summary>
    /// eˣ: x = n·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite reduction in fused arithmetic), a polynomial of degree 6 in r, times 2ⁿ.
    /// Error: at most 1.02 ulp, also in the subnormal range. NaN gives NaN; +∞ above 88.722839; +0 below -103.972.
    /// </summary>
    public static float Exp(float x) => ExpTimesPowerOfTwo(x, 0f, 0);

    /// <summary>
    /// eˣ: x = n·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite reduction in fused arithmetic), a polynomial of degree 11 in r, times 2ⁿ.
    /// Error: at most 1.02 ulp, also in the subnormal range. NaN gives NaN; +∞ above 709.782712893384; +0 below -745.1332.
    /// </summary>
    public static double Exp(double x) => ExpTimesPowerOfTwo(x, 0d, 0L);

    /// <summary>2ˣ: the fraction of x by a polynomial of degree 6, exact for integers. Error: at most 0.83 ulp.</summary>
    public static float Exp2(float x)
    {
        x = x > 129f ? 129f : x;
        x = x < -151f ? -151f : x;
        float shifted = x + RoundingShift;
        float r = x - (shifted - RoundingShift);
        float p = Fma(0.00015243766f, r, 0.0013391469f);
        p = Fma(p, r, 0.009618828f);
        p = Fma(p, r, 0.055503584f);
        p = Fma(p, r, 0.24022645f);
        p = Fma(p, r, 0.6931472f);
        return Scale(Fma(p, r, 1f), BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits);
    }

    /// <summary>2ˣ: the fraction of x by a polynomial of degree 11, exact for integers. Error: at most 0.80 ulp.</summary>
    public static double Exp2(double x)
    {
        x = x > 1025d ? 1025d : x;
        x = x < -1076d ? -1076d : x;
        double shifted = x + RoundingShift64;
        double r = x - (shifted - RoundingShift64);
        double p = Fma(4.451517936306971e-10, r, 7.07389466662988e-09);
        p = Fma(p, r, 1.0178076599916709e-07);
        p = Fma(p, r, 1.3215434560785475e-06);
        p = Fma(p, r, 1.5252733828888147e-05);
        p = Fma(p, r, 0.00015403530458758206);
        p = Fma(p, r, 0.0013333558146358638);
        p = Fma(p, r, 0.009618129107592585);
        p = Fma(p, r, 0.05550410866482233);
        p = Fma(p, r, 0.24022650695910136);
        p = Fma(p, r, 0.6931471805599453);
        return Scale(Fma(p, r, 1d), BitConverter.DoubleToInt64Bits(shifted) - RoundingShiftBits64);
    }

    /// <summary>10ˣ: x = n·log₁₀2 + r, a polynomial of degree 6 in r, times 2ⁿ. Error: at most 0.91 ulp.</summary>
    public static float Exp10(float x)
    {
        x = x > 39f ? 39f : x;
        x = x < -46f ? -46f : x;
        float shifted = Fma(x, 3.321928f, RoundingShift);
        float n = shifted - RoundingShift;
        float r = Fma(n, 1.4320989e-8f, Fma(n, -0.30103f, x));
        float p = Fma(0.2053677f, r, 0.54183716f);
        p = Fma(p, r, 1.1713234f);
        p = Fma(p, r, 2.0346558f);
        p = Fma(p, r, 2.6509485f);
        p = Fma(p, r, 2.3025851f);
        return Scale(Fma(p, r, 1f), BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits);
    }

    /// <summary>10ˣ: x = n·log₁₀2 + r, a polynomial of degree 11 in r, times 2ⁿ. Error: at most 0.91 ulp.</summary>
    public static double Exp10(double x)
    {
        x = x > 309d ? 309d : x;
        x = x < -325d ? -325d : x;
        double shifted = Fma(x, 3.321928094887362, RoundingShift64);
        double n = shifted - RoundingShift64;
        double r = Fma(n, 2.8037281277851704e-18, Fma(n, -0.3010299956639812, x));
        double p = Fma(0.00023995521380427043, r, 0.0011575663061554411);
        p = Fma(p, r, 0.005014059743408769);
        p = Fma(p, r, 0.01959761952591624);
        p = Fma(p, r, 0.06808936183107017);
        p = Fma(p, r, 0.20699584952662106);
        p = Fma(p, r, 0.5393829292304178);
        p = Fma(p, r, 1.1712551489083098);
        p = Fma(p, r, 2.0346785922933193);
        p = Fma(p, r, 2.650949055239205);
        p = Fma(p, r, 2.302585092994046);
        return Scale(Fma(p, r, 1d), BitConverter.DoubleToInt64Bits(shifted) - RoundingShiftBits64);
    }

    /// <summary>
    /// eˣ - 1 without cancellation near zero: with x = n·ln 2 + r, 2ⁿ·(eʳ - 1) + (2ⁿ - 1) in one fused operation; n = 0 for |x| &lt; ½.
    /// Error: at most 1.45 ulp.
    /// </summary>
    public static float ExpM1(float x)
    {
        float limited = x > 89f ? 89f : x;
        limited = limited < -18f ? -18f : limited;
        float shifted = MathF.Abs(limited) < 0.5f ? RoundingShift : Fma(limited, Log2E, RoundingShift);
        float n = shifted - RoundingShift;
        float r = Fma(n, -Ln2Low, Fma(n, -Ln2High, limited));
        float p = Fma(0.00019913379f, r, 0.0014003908f);
        p = Fma(p, r, 0.008333359f);
        p = Fma(p, r, 0.04166509f);
        p = Fma(p, r, 0.16666666f);
        p = Fma(p, r, 0.50000006f);
        p = Fma(p, r * r, r);
        float halfScale = PowerOfTwo(BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits - 1);
        float result = n == 0f ? p : 2f * Fma(p, halfScale, halfScale - 0.5f);
        return MathF.CopySign(result, x);
    }

    /// <summary>
    /// eˣ - 1 without cancellation near zero: with x = n·ln 2 + r, 2ⁿ·(eʳ - 1) + (2ⁿ - 1) in one fused operation; n = 0 for |x| &lt; ½.
    /// Error: at most 1.25 ulp.
    /// </summary>
    public static double ExpM1(double x)
    {
        double limited = x > 710d ? 710d : x;
        limited = limited < -38d ? -38d : limited;
        double shifted = Math.Abs(limited) < 0.5 ? RoundingShift64 : Fma(limited, Log2E64, RoundingShift64);
        double n = shifted - RoundingShift64;
        double r = Fma(n, -Ln2Low64, Fma(n, -Ln2High64, limited));
        double p = Fma(1.6040886771180716e-10, r, 2.0966458582317537e-09);
        p = Fma(p, r, 2.5052505177647757e-08);
        p = Fma(p, r, 2.755705431797188e-07);
        p = Fma(p, r, 2.755731789830061e-06);
        p = Fma(p, r, 2.4801587665547984e-05);
        p = Fma(p, r, 0.00019841269843064478);
        p = Fma(p, r, 0.0013888888888661571);
        p = Fma(p, r, 0.008333333333332313);
        p = Fma(p, r, 0.041666666666667164);
        p = Fma(p, r, 0.16666666666666669);
        p = Fma(p, r, 0.5);
        p = Fma(p, r * r, r);
        double halfScale = PowerOfTwo(BitConverter.DoubleToInt64Bits(shifted) - RoundingShiftBits64 - 1);
        double result = n == 0d ? p : 2d * Fma(p, halfScale, halfScale - 0.5);
        return Math.CopySign(result, x);
    }

    /// <summary>2^<paramref name="exponent"/>·e^(x + tail), for |exponent| ≤ 2 and a tail below one ulp of x.</summary>
    private static float ExpTimesPowerOfTwo(float x, float tail, int exponent)
    {
        x = x > 90f ? 90f : x;
        x = x < -105f ? -105f : x;
        float shifted = Fma(x, Log2E, RoundingShift);
        float n = shifted - RoundingShift;
        float r = Fma(n, -Ln2Low, Fma(n, -Ln2High, x)) + tail;
        float p = Fma(0.0013782479f, r, 0.008368671f);
        p = Fma(p, r, 0.041668963f);
        p = Fma(p, r, 0.16666521f);
        p = Fma(p, r, 0.4999999f);
        p = 1f + Fma(p, r * r, r);
        return Scale(p, BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits + exponent);
    }

    /// <summary>2^<paramref name="exponent"/>·e^(x + tail), for |exponent| ≤ 2 and a tail below one ulp of x.</summary>
    private static double ExpTimesPowerOfTwo(double x, double tail, long exponent)
    {
        x = x > 711d ? 711d : x;
        x = x < -747d ? -747d : x;
        double shifted = Fma(x, Log2E64, RoundingShift64);
        double n = shifted - RoundingShift64;
        double r = Fma(n, -Ln2Low64, Fma(n, -Ln2High64, x)) + tail;
        double p = Fma(2.5004514005518918e-08, r, 2.763044758802354e-07);
        p = Fma(p, r, 2.755757223451799e-06);
        p = Fma(p, r, 2.4801492475252627e-05);
        p = Fma(p, r, 0.00019841269522508965);
        p = Fma(p, r, 0.0013888888944319463);
        p = Fma(p, r, 0.008333333333487042);
        p = Fma(p, r, 0.04166666666652703);
        p = Fma(p, r, 0.16666666666666424);
        p = Fma(p, r, 0.5000000000000011);
        p = 1d + Fma(p, r * r, r);
        return Scale(p, BitConverter.DoubleToInt64Bits(shifted) - RoundingShiftBits64 + exponent);
    }
}
