namespace Panther.Jit.Dialect;

public static partial class XMath
{
    private const double Ln2Short64 = 0.6931471805601177;
    private const double Ln2ShortRest64 = -1.7239444525614835e-13;

    /// <summary>
    /// Natural logarithm: x = 2ᵉ·(1 + f) with 1 + f in [2/3, 4/3), a polynomial of degree 10 in f. Error: at most 0.94 ulp.
    /// ±0 gives -∞, a negative value NaN.
    /// </summary>
    public static float Log(float x)
    {
        float f = SplitSignificand(x, out float e);
        return LogarithmEdges(x, Fma(e, Ln2High, LogOnePlusReduced(f)));
    }

    /// <summary>
    /// Natural logarithm: x = 2ᵉ·(1 + f) with 1 + f in [√½, √2), and ln(1 + f) = 2·artanh(f / (2 + f)) by a polynomial
    /// (Tang, "Table-driven implementation of the logarithm function", ACM TOMS 16(4), 1990, without the table). Error: at most 0.80 ulp.
    /// ±0 gives -∞, a negative value NaN.
    /// </summary>
    public static double Log(double x)
    {
        double f = SplitSignificand(x, out double e);
        return LogarithmEdges(x, LogOnePlusReduced(f, e));
    }

    /// <summary>Logarithm to base 2, exact for powers of two; as <see cref="Log(float)"/>. Error: at most 1.42 ulp.</summary>
    public static float Log2(float x)
    {
        float f = SplitSignificand(x, out float e);
        float p = Fma(-0.1899456f, f, 0.2032315f);
        p = Fma(p, f, -0.17468973f);
        p = Fma(p, f, 0.20170018f);
        p = Fma(p, f, -0.24075335f);
        p = Fma(p, f, 0.28871822f);
        p = Fma(p, f, -0.3606668f);
        p = Fma(p, f, 0.48089582f);
        p = Fma(p, f, -0.7213476f);
        float r = Fma(f, 1.442695f, f * Fma(f, p, 2.4970996e-8f));
        return LogarithmEdges(x, e + r);
    }

    /// <summary>Logarithm to base 2, exact for powers of two; from a logarithm in two doubles. Error: at most 0.51 ulp.</summary>
    public static double Log2(double x)
    {
        double f = SplitSignificand(x, out double e);
        double high = LogOnePlusExtended(f, out double low);
        double product = high * Log2E64;
        low = Fma(high, Log2E64, -product) + Fma(high, 2.0355273740931033e-17, low * Log2E64);
        double sum = e + product;
        return LogarithmEdges(x, sum + ((e - sum) + product + low));
    }

    /// <summary>Logarithm to base 10; as <see cref="Log(float)"/>. Error: at most 1.28 ulp.</summary>
    public static float Log10(float x)
    {
        float f = SplitSignificand(x, out float e);
        float p = Fma(-0.056258988f, f, 0.061181013f);
        p = Fma(p, f, -0.052836593f);
        p = Fma(p, f, 0.060717348f);
        p = Fma(p, f, -0.07245059f);
        p = Fma(p, f, 0.08691287f);
        p = Fma(p, f, -0.10857239f);
        p = Fma(p, f, 0.14476407f);
        p = Fma(p, f, -0.21714725f);
        float r = f * Fma(f, p, -8.396658e-9f);
        r = Fma(f, 0.4342945f, Fma(e, -1.4320989e-8f, r));
        return LogarithmEdges(x, Fma(e, 0.30103f, r));
    }

    /// <summary>Logarithm to base 10; from a logarithm in two doubles. Error: at most 0.51 ulp.</summary>
    public static double Log10(double x)
    {
        double f = SplitSignificand(x, out double e);
        double high = LogOnePlusExtended(f, out double low);
        double product = high * 0.4342944819032518;
        low = Fma(high, 0.4342944819032518, -product) + Fma(high, 1.098319650216765e-17, low * 0.4342944819032518);
        double leading = e * 0.3010299956640665;
        double sum = leading + product;
        low += Fma(e, -8.532344317057107e-14, (leading - sum) + product);
        return LogarithmEdges(x, sum + low);
    }

    /// <summary>
    /// ln(1 + x) without cancellation near zero: e is taken from 1 + x, and f = x·2⁻ᵉ + (2⁻ᵉ - 1) is rounded once. Error: at most 1.52 ulp.
    /// </summary>
    public static float LogP1(float x)
    {
        int e = (BitConverter.SingleToInt32Bits(1f + x) - 0x3F2AAAAB) >> 23;
        float fourth = PowerOfTwo(2 - e);
        float f = Fma(0.25f * x, fourth, Fma(0.25f, fourth, -1f));
        float result = Fma((float)e, Ln2High, LogOnePlusReduced(f));
        return MathF.Abs(x) < PowerOfTwo(-25) ? x : LogarithmEdges(1f + x, result);
    }

    /// <summary>
    /// ln(1 + x) without cancellation near zero: e is taken from 1 + x, and f = x·2⁻ᵉ + (2⁻ᵉ - 1) is rounded once. Error: at most 1.35 ulp.
    /// </summary>
    public static double LogP1(double x)
    {
        long e = (BitConverter.DoubleToInt64Bits(1d + x) - 0x3FE6A09E_00000000) >> 52;
        double fourth = PowerOfTwo(2 - e);
        double f = Fma(0.25 * x, fourth, Fma(0.25, fourth, -1d));
        double result = LogOnePlusReduced(f, (double)e);
        return Math.Abs(x) < PowerOfTwo(-55L) ? x : LogarithmEdges(1d + x, result);
    }

    /// <summary>x = 2ᵉ·(1 + f) with 1 + f in [2/3, 4/3); returns f, which is exact.</summary>
    private static float SplitSignificand(float x, out float e)
    {
        bool subnormal = x < PowerOfTwo(-126);
        int bits = BitConverter.SingleToInt32Bits(subnormal ? x * PowerOfTwo(24) : x);
        int exponent = (bits - 0x3F2AAAAB) >> 23;
        e = (float)(exponent - (subnormal ? 24 : 0));
        return BitConverter.Int32BitsToSingle(bits - (exponent << 23)) - 1f;
    }

    /// <summary>x = 2ᵉ·(1 + f) with 1 + f in [√½, √2); returns f, which is exact.</summary>
    private static double SplitSignificand(double x, out double e)
    {
        bool subnormal = x < PowerOfTwo(-1022L);
        long bits = BitConverter.DoubleToInt64Bits(subnormal ? x * PowerOfTwo(54L) : x);
        long exponent = (bits - 0x3FE6A09E_00000000) >> 52;
        e = (double)(exponent - (subnormal ? 54 : 0));
        return BitConverter.Int64BitsToDouble(bits - (exponent << 52)) - 1d;
    }

    /// <summary>ln(1 + f) for 1 + f in [2/3, 4/3).</summary>
    private static float LogOnePlusReduced(float f)
    {
        float p = Fma(-0.12893033f, f, 0.13986899f);
        p = Fma(p, f, -0.121839724f);
        p = Fma(p, f, 0.14005306f);
        p = Fma(p, f, -0.16680506f);
        p = Fma(p, f, 0.20010446f);
        p = Fma(p, f, -0.24999797f);
        p = Fma(p, f, 0.33333215f);
        p = Fma(p, f, -0.5f);
        return Fma(p, f * f, f);
    }

    /// <summary>
    /// e·ln 2 + ln(1 + f) for 1 + f in [√½, √2): with s = f / (2 + f) and h = f²/2, ln(1 + f) = f - (h - s·(h + R(s²))).
    /// </summary>
    private static double LogOnePlusReduced(double f, double e)
    {
        double s = f / (2d + f);
        double z = s * s;
        double p = Fma(0.14795705345510426, z, 0.15314080458341298);
        p = Fma(p, z, 0.1818356291723046);
        p = Fma(p, z, 0.2222219860560827);
        p = Fma(p, z, 0.285714287420094);
        p = Fma(p, z, 0.3999999999941674);
        p = Fma(p, z, 0.6666666666666734);
        double h = 0.5 * f * f;
        double correction = Fma(s, Fma(p, z, h), e * Ln2ShortRest64);
        return Fma(e, Ln2Short64, f - (h - correction));
    }

    /// <summary>
    /// ln(1 + f) as a sum of two doubles, relative error below 2⁻⁶⁶: 2s + s³·(2/3 + s²·P(s²)) with s = f / (2 + f), the leading terms in
    /// double-double arithmetic (Dekker, "A floating-point technique for extending the available precision", 1971).
    /// </summary>
    private static double LogOnePlusExtended(double f, out double low)
    {
        double divisor = 2d + f;
        double divisorLow = (2d - divisor) + f;
        double s = f / divisor;
        double sLow = (Fma(-s, divisor, f) - (s * divisorLow)) / divisor;
        double z = s * s;
        double zLow = Fma(s, s, -z) + (2d * s * sLow);
        double p = Fma(0.1154084097844434, z, 0.10345059790391634);
        p = Fma(p, z, 0.11773542678531766);
        p = Fma(p, z, 0.1333307263358671);
        p = Fma(p, z, 0.15384620218268266);
        p = Fma(p, z, 0.18181818125677537);
        p = Fma(p, z, 0.22222222222613358);
        p = Fma(p, z, 0.28571428571427104);
        p = Fma(p, z, 0.4);
        p *= z;
        double a = 0.6666666666666666 + p;
        double aLow = (0.6666666666666666 - a) + p + 3.700743415417188e-17;
        double b = z * a;
        double bLow = Fma(z, a, -b) + Fma(z, aLow, zLow * a);
        double c = s * b;
        double cLow = Fma(s, b, -c) + Fma(s, bLow, sLow * b);
        double high = (2d * s) + c;
        low = ((2d * s) - high) + c + Fma(2d, sLow, cLow);
        return high;
    }

    /// <summary>The result of a logarithm, put right for arguments that are not finite and positive.</summary>
    private static float LogarithmEdges(float x, float result)
    {
        float edge = x == 0f ? float.NegativeInfinity : x > 0f ? x : float.NaN;
        return x > 0f && x < float.PositiveInfinity ? result : edge;
    }

    /// <summary>The result of a logarithm, put right for arguments that are not finite and positive.</summary>
    private static double LogarithmEdges(double x, double result)
    {
        double edge = x == 0d ? double.NegativeInfinity : x > 0d ? x : double.NaN;
        return x > 0d && x < double.PositiveInfinity ? result : edge;
    }
}
