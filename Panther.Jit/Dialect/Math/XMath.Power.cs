namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>
    /// xʸ = e^(y·ln|x|) with the logarithm and the product carried as sums of two floats (Muller, section 5.5). Error: at most 1.70 ulp.
    /// Special cases are those of IEEE 754-2019, section 9.2.1, and of <see cref="MathF.Pow(float, float)"/>.
    /// </summary>
    public static float Pow(float x, float y)
    {
        float magnitude = MathF.Abs(x);
        float f = SplitSignificand(magnitude, out float e);
        float logarithm = LogExtended(f, e, out float low);
        bool ordinary = magnitude > 0f && magnitude < float.PositiveInfinity;
        logarithm = ordinary ? logarithm : magnitude == 0f ? float.NegativeInfinity : magnitude;
        float product = y * logarithm;
        float productLow = Fma(y, logarithm, -product) + (y * low);
        productLow = ordinary && MathF.Abs(product) < 200f ? productLow : 0f;
        float result = ExpTimesPowerOfTwo(product, productLow, 0);

        bool integer = MathF.Truncate(y) == y;
        bool odd = integer && MathF.Truncate(0.5f * y) != 0.5f * y;
        result = odd ? MathF.CopySign(result, x) : result;
        result = x < 0f && ordinary && !integer ? float.NaN : result;
        bool one = x == 1f || y == 0f || (x == -1f && IsInfinity(y));
        return one ? 1f : result;
    }

    /// <summary>
    /// xʸ = e^(y·ln|x|) with the logarithm and the product carried as sums of two doubles (Muller, section 5.5). Error: at most 1.20 ulp.
    /// Special cases are those of IEEE 754-2019, section 9.2.1, and of <see cref="Math.Pow(double, double)"/>.
    /// </summary>
    public static double Pow(double x, double y)
    {
        double magnitude = Math.Abs(x);
        double f = SplitSignificand(magnitude, out double e);
        double logarithm = LogExtended(f, e, out double low);
        bool ordinary = magnitude > 0d && magnitude < double.PositiveInfinity;
        logarithm = ordinary ? logarithm : magnitude == 0d ? double.NegativeInfinity : magnitude;
        double product = y * logarithm;
        double productLow = Fma(y, logarithm, -product) + (y * low);
        productLow = ordinary && Math.Abs(product) < 1000d ? productLow : 0d;
        double result = ExpTimesPowerOfTwo(product, productLow, 0L);

        bool integer = Math.Truncate(y) == y;
        bool odd = integer && Math.Truncate(0.5 * y) != 0.5 * y;
        result = odd ? Math.CopySign(result, x) : result;
        result = x < 0d && ordinary && !integer ? double.NaN : result;
        bool one = x == 1d || y == 0d || (x == -1d && IsInfinity(y));
        return one ? 1d : result;
    }

    /// <summary>e·ln 2 + ln(1 + f) as a sum of two doubles.</summary>
    private static double LogExtended(double f, double e, out double low)
    {
        double high = LogOnePlusExtended(f, out low);
        double leading = e * Ln2Short64;
        double sum = leading + high;
        low += Fma(e, Ln2ShortRest64, (leading - sum) + high);
        return sum;
    }

    /// <summary>
    /// e·ln 2 + ln(1 + f) as a sum of two floats, relative error below 2⁻³⁴; the method of <see cref="LogOnePlusExtended"/>.
    /// </summary>
    private static float LogExtended(float f, float e, out float low)
    {
        float divisor = 2f + f;
        float divisorLow = (2f - divisor) + f;
        float s = f / divisor;
        float sLow = (Fma(-s, divisor, f) - (s * divisorLow)) / divisor;
        float z = s * s;
        float zLow = Fma(s, s, -z) + (2f * s * sLow);
        float p = Fma(0.23419403f, z, 0.28547096f);
        p = Fma(p, z, 0.40000153f);
        p *= z;
        float a = 0.6666667f + p;
        float aLow = (0.6666667f - a) + p - 1.9868216e-8f;
        float b = z * a;
        float bLow = Fma(z, a, -b) + Fma(z, aLow, zLow * a);
        float c = s * b;
        float cLow = Fma(s, b, -c) + Fma(s, bLow, sLow * b);
        float high = (2f * s) + c;
        low = ((2f * s) - high) + c + Fma(2f, sLow, cLow);
        float leading = e * 0.69317627f;
        float sum = leading + high;
        low += Fma(e, -2.9088971e-5f, (leading - sum) + high);
        return sum;
    }
}
