namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>Hyperbolic sine: a polynomial below 1, e/2 - 1/(2e) with e = eˣ above. Error: at most 1.65 ulp.</summary>
    public static float Sinh(float x)
    {
        float a = MathF.Abs(x);
        float z = a * a;
        float p = Fma(2.789984e-6f, z, 0.00019841666f);
        p = Fma(p, z, 0.008333315f);
        p = Fma(p, z, 0.16666667f);
        float half = ExpTimesPowerOfTwo(a, 0f, -1);
        float result = a < 1f ? Fma(p, z * a, a) : half - (0.25f / half);
        return MathF.CopySign(result, x);
    }

    /// <summary>Hyperbolic sine: a polynomial below 1, e/2 - 1/(2e) with e = eˣ above. Error: at most 1.60 ulp.</summary>
    public static double Sinh(double x)
    {
        double a = Math.Abs(x);
        double z = a * a;
        double p = Fma(4.448995073979302e-15, z, 7.580157504091655e-13);
        p = Fma(p, z, 1.6060174315015305e-10);
        p = Fma(p, z, 2.5052098350165263e-08);
        p = Fma(p, z, 2.755731927390287e-06);
        p = Fma(p, z, 0.00019841269841133232);
        p = Fma(p, z, 0.008333333333333519);
        p = Fma(p, z, 0.16666666666666666);
        double half = ExpTimesPowerOfTwo(a, 0d, -1L);
        double result = a < 1d ? Fma(p, z * a, a) : half - (0.25 / half);
        return Math.CopySign(result, x);
    }

    /// <summary>Hyperbolic cosine: e/2 + 1/(2e) with e = eˣ. Error: at most 1.43 ulp.</summary>
    public static float Cosh(float x)
    {
        float half = ExpTimesPowerOfTwo(MathF.Abs(x), 0f, -1);
        return half + (0.25f / half);
    }

    /// <summary>Hyperbolic cosine: e/2 + 1/(2e) with e = eˣ. Error: at most 1.35 ulp.</summary>
    public static double Cosh(double x)
    {
        double half = ExpTimesPowerOfTwo(Math.Abs(x), 0d, -1L);
        return half + (0.25 / half);
    }

    /// <summary>Hyperbolic tangent: a polynomial below 0.55, 1 - 2/(e²ˣ + 1) above. Error: at most 1.47 ulp.</summary>
    public static float Tanh(float x)
    {
        float a = MathF.Abs(x);
        float z = a * a;
        float p = Fma(-0.006263359f, z, 0.021063004f);
        p = Fma(p, z, -0.05384986f);
        p = Fma(p, z, 0.13332558f);
        p = Fma(p, z, -0.33333316f);
        float result = a < 0.55f ? Fma(p, z * a, a) : 1f - (2f / (Exp(2f * a) + 1f));
        return MathF.CopySign(result, x);
    }

    /// <summary>Hyperbolic tangent: a polynomial below 0.55, 1 - 2/(e²ˣ + 1) above. Error: at most 1.45 ulp.</summary>
    public static double Tanh(double x)
    {
        double a = Math.Abs(x);
        double z = a * a;
        double p = Fma(7.4004382750820685e-06, z, -3.287569066683289e-05);
        p = Fma(p, z, 9.389321785974477e-05);
        p = Fma(p, z, -0.00023817902827082626);
        p = Fma(p, z, 0.000589822420551608);
        p = Fma(p, z, -0.001455803705620321);
        p = Fma(p, z, 0.003592124871663987);
        p = Fma(p, z, -0.008863235309925709);
        p = Fma(p, z, 0.02186948852629705);
        p = Fma(p, z, -0.053968253967990404);
        p = Fma(p, z, 0.1333333333333297);
        p = Fma(p, z, -0.3333333333333333);
        double result = a < 0.55 ? Fma(p, z * a, a) : 1d - (2d / (Exp(2d * a) + 1d));
        return Math.CopySign(result, x);
    }

    /// <summary>
    /// Inverse hyperbolic sine: ln(1 + t) with t = |x| + x²/(1 + √(1 + x²)). Error: at most 1.85 ulp.
    /// </summary>
    public static float Asinh(float x)
    {
        float a = MathF.Abs(x);
        bool large = a > 16777216f;
        float square = a * a;
        float t = a + (square / (1f + MathF.Sqrt(1f + square)));
        float result = LogP1(large ? a : t) + (large ? Ln2High : 0f);
        return MathF.CopySign(result, x);
    }

    /// <summary>
    /// Inverse hyperbolic sine: ln(1 + t) with t = |x| + x²/(1 + √(1 + x²)). Error: at most 1.75 ulp.
    /// </summary>
    public static double Asinh(double x)
    {
        double a = Math.Abs(x);
        bool large = a > 1e16;
        double square = a * a;
        double t = a + (square / (1d + Math.Sqrt(1d + square)));
        double result = LogP1(large ? a : t) + (large ? Ln2High64 : 0d);
        return Math.CopySign(result, x);
    }

    /// <summary>
    /// Inverse hyperbolic cosine: ln(1 + t + √(2t + t²)) with t = x - 1. Below 1 NaN. Error: at most 2.06 ulp.
    /// </summary>
    public static float Acosh(float x)
    {
        bool large = x > 16777216f;
        float t = x - 1f;
        float argument = t + MathF.Sqrt(Fma(t, t, 2f * t));
        float result = LogP1(large ? x : argument) + (large ? Ln2High : 0f);
        return x >= 1f ? result : float.NaN;
    }

    /// <summary>
    /// Inverse hyperbolic cosine: ln(1 + t + √(2t + t²)) with t = x - 1. Below 1 NaN. Error: at most 1.80 ulp.
    /// </summary>
    public static double Acosh(double x)
    {
        bool large = x > 1e16;
        double t = x - 1d;
        double argument = t + Math.Sqrt(Fma(t, t, 2d * t));
        double result = LogP1(large ? x : argument) + (large ? Ln2High64 : 0d);
        return x >= 1d ? result : double.NaN;
    }

    /// <summary>
    /// Inverse hyperbolic tangent: ½·ln(1 + 2x/(1 - x)). ±1 gives ±∞, outside NaN. Error: at most 2.12 ulp.
    /// </summary>
    public static float Atanh(float x)
    {
        float a = MathF.Abs(x);
        return MathF.CopySign(0.5f * LogP1(2f * a / (1f - a)), x);
    }

    /// <summary>
    /// Inverse hyperbolic tangent: ½·ln(1 + 2x/(1 - x)). ±1 gives ±∞, outside NaN. Error: at most 2.00 ulp.
    /// </summary>
    public static double Atanh(double x)
    {
        double a = Math.Abs(x);
        return Math.CopySign(0.5 * LogP1(2d * a / (1d - a)), x);
    }
}
