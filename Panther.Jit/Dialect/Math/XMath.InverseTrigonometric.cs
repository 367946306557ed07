namespace Panther.Jit.Dialect;

public static partial class XMath
{
    private const float HalfPiHigh = 1.5707964f;
    private const float HalfPiLow = -4.371139e-8f;
    private const double HalfPiHigh64 = 1.5707963267948966;
    private const double HalfPiLow64 = 6.123233995736766e-17;

    /// <summary>
    /// Arc sine: a polynomial up to ½, and π/2 - 2·asin √((1 - x)/2) above. Outside [-1, 1] NaN. Error: at most 1.70 ulp.
    /// </summary>
    public static float Asin(float x)
    {
        float a = MathF.Abs(x);
        bool outer = a > 0.5f;
        float z = outer ? Fma(-0.5f, a, 0.5f) : a * a;
        float s = outer ? MathF.Sqrt(z) : a;
        float rest = s * z * AsinTail(z);
        float result = outer ? HalfPiHigh - (2f * s - (HalfPiLow - 2f * rest)) : s + rest;
        return MathF.CopySign(result, x);
    }

    /// <summary>
    /// Arc sine: a polynomial up to ½, and π/2 - 2·asin √((1 - x)/2) above. Outside [-1, 1] NaN. Error: at most 1.65 ulp.
    /// </summary>
    public static double Asin(double x)
    {
        double a = Math.Abs(x);
        bool outer = a > 0.5;
        double z = outer ? Fma(-0.5, a, 0.5) : a * a;
        double s = outer ? Math.Sqrt(z) : a;
        double rest = s * z * AsinTail(z);
        double result = outer ? HalfPiHigh64 - (2d * s - (HalfPiLow64 - 2d * rest)) : s + rest;
        return Math.CopySign(result, x);
    }

    /// <summary>
    /// Arc cosine: 2·asin √((1 - |x|)/2) above ½, its supplement below -½, and π/2 - asin x between. Outside [-1, 1] NaN.
    /// Error: at most 1.12 ulp.
    /// </summary>
    public static float Acos(float x)
    {
        float a = MathF.Abs(x);
        bool outer = a > 0.5f;
        float z = outer ? Fma(-0.5f, a, 0.5f) : a * a;
        float s = outer ? MathF.Sqrt(z) : x;
        float rest = s * z * AsinTail(z);
        float twice = 2f * s + 2f * rest;
        float supplement = 2f * HalfPiHigh - (2f * s - (2f * HalfPiLow - 2f * rest));
        float inner = HalfPiHigh - (x - (HalfPiLow - rest));
        return outer ? (x > 0f ? twice : supplement) : inner;
    }

    /// <summary>
    /// Arc cosine: 2·asin √((1 - |x|)/2) above ½, its supplement below -½, and π/2 - asin x between. Outside [-1, 1] NaN.
    /// Error: at most 1.10 ulp.
    /// </summary>
    public static double Acos(double x)
    {
        double a = Math.Abs(x);
        bool outer = a > 0.5;
        double z = outer ? Fma(-0.5, a, 0.5) : a * a;
        double s = outer ? Math.Sqrt(z) : x;
        double rest = s * z * AsinTail(z);
        double twice = 2d * s + 2d * rest;
        double supplement = 2d * HalfPiHigh64 - (2d * s - (2d * HalfPiLow64 - 2d * rest));
        double inner = HalfPiHigh64 - (x - (HalfPiLow64 - rest));
        return outer ? (x > 0d ? twice : supplement) : inner;
    }

    /// <summary>Arc tangent: a polynomial on [-1, 1], the complement of atan(1/x) outside. Error: at most 1.20 ulp.</summary>
    public static float Atan(float x)
    {
        float a = MathF.Abs(x);
        bool outer = a > 1f;
        float t = outer ? 1f / a : a;
        float rest = t * t * t * AtanTail(t * t);
        float result = outer ? HalfPiHigh - (t - (HalfPiLow - rest)) : t + rest;
        return MathF.CopySign(result, x);
    }

    /// <summary>Arc tangent: a polynomial on [-1, 1], the complement of atan(1/x) outside. Error: at most 1.25 ulp.</summary>
    public static double Atan(double x)
    {
        double a = Math.Abs(x);
        bool outer = a > 1d;
        double t = outer ? 1d / a : a;
        double rest = t * t * t * AtanTail(t * t);
        double result = outer ? HalfPiHigh64 - (t - (HalfPiLow64 - rest)) : t + rest;
        return Math.CopySign(result, x);
    }

    /// <summary>
    /// The angle of the point (x, y) in (-π, π], from the arc tangent of the smaller over the larger magnitude.
    /// Zeros and infinities as in IEEE 754-2019, section 9.2.1. Error: at most 1.50 ulp.
    /// </summary>
    public static float Atan2(float y, float x)
    {
        float a = MathF.Abs(y);
        float b = MathF.Abs(x);
        float large = MathF.Max(a, b);
        float small = MathF.Min(a, b);
        float t = small / large;
        t = large == 0f ? 0f : small == float.PositiveInfinity ? 1f : t;
        float rest = t * t * t * AtanTail(t * t);
        bool left = BitConverter.SingleToInt32Bits(x) < 0;
        bool steep = a > b;

        // The angle is base + t + rest or base - t - rest with base 0, π/2 or π.
        float multiple = steep ? 1f : left ? 2f : 0f;
        bool subtract = steep != left;
        float signedT = subtract ? -t : t;
        float signedRest = subtract ? -rest : rest;
        float result = multiple * HalfPiHigh + (signedT + (multiple * HalfPiLow + signedRest));
        return MathF.CopySign(result, y);
    }

    /// <summary>
    /// The angle of the point (x, y) in (-π, π], from the arc tangent of the smaller over the larger magnitude.
    /// Zeros and infinities as in IEEE 754-2019, section 9.2.1. Error: at most 1.50 ulp.
    /// </summary>
    public static double Atan2(double y, double x)
    {
        double a = Math.Abs(y);
        double b = Math.Abs(x);
        double large = Math.Max(a, b);
        double small = Math.Min(a, b);
        double t = small / large;
        t = large == 0d ? 0d : small == double.PositiveInfinity ? 1d : t;
        double rest = t * t * t * AtanTail(t * t);
        bool left = BitConverter.DoubleToInt64Bits(x) < 0;
        bool steep = a > b;

        // The angle is base + t + rest or base - t - rest with base 0, π/2 or π.
        double multiple = steep ? 1d : left ? 2d : 0d;
        bool subtract = steep != left;
        double signedT = subtract ? -t : t;
        double signedRest = subtract ? -rest : rest;
        double result = multiple * HalfPiHigh64 + (signedT + (multiple * HalfPiLow64 + signedRest));
        return Math.CopySign(result, y);
    }

    /// <summary>(asin s - s) / s³ with z = s² ≤ ¼.</summary>
    private static float AsinTail(float z)
    {
        float p = Fma(0.042157013f, z, 0.024185503f);
        p = Fma(p, z, 0.04546902f);
        p = Fma(p, z, 0.0749531f);
        p = Fma(p, z, 0.16666752f);
        return p;
    }

    /// <summary>(asin s - s) / s³ with z = s² ≤ ¼.</summary>
    private static double AsinTail(double z)
    {
        double p = Fma(0.0326261117857431, z, -0.02099485893090953);
        p = Fma(p, z, 0.02170432555336977);
        p = Fma(p, z, 0.0037077635317693423);
        p = Fma(p, z, 0.010779871868343047);
        p = Fma(p, z, 0.011398984890791528);
        p = Fma(p, z, 0.013980810971389734);
        p = Fma(p, z, 0.017351612884603268);
        p = Fma(p, z, 0.022372214933962416);
        p = Fma(p, z, 0.030381942709939623);
        p = Fma(p, z, 0.04464285717455937);
        p = Fma(p, z, 0.07499999999970867);
        p = Fma(p, z, 0.1666666666666676);
        return p;
    }

    /// <summary>(atan t - t) / t³ with z = t² ≤ 1.</summary>
    private static float AtanTail(float z)
    {
        float p = Fma(-0.001791502f, z, 0.010904537f);
        p = Fma(p, z, -0.031157766f);
        p = Fma(p, z, 0.0579358f);
        p = Fma(p, z, -0.08402056f);
        p = Fma(p, z, 0.109516546f);
        p = Fma(p, z, -0.14264126f);
        p = Fma(p, z, 0.19998536f);
        p = Fma(p, z, -0.333333f);
        return p;
    }

    /// <summary>(atan t - t) / t³ with z = t² ≤ 1.</summary>
    private static double AtanTail(double z)
    {
        double p = Fma(1.3230091772371405e-05, z, -0.00015221219870193814);
        p = Fma(p, z, 0.0008315652318609962);
        p = Fma(p, z, -0.002885627889651036);
        p = Fma(p, z, 0.00719792575897647);
        p = Fma(p, z, -0.013902640588944897);
        p = Fma(p, z, 0.021987149042429332);
        p = Fma(p, z, -0.0299058087635479);
        p = Fma(p, z, 0.036643201134804834);
        p = Fma(p, z, -0.042192457555029254);
        p = Fma(p, z, 0.047223492737180406);
        p = Fma(p, z, -0.052535270812955864);
        p = Fma(p, z, 0.058805298846729526);
        p = Fma(p, z, -0.06666404438129865);
        p = Fma(p, z, 0.07692279891000552);
        p = Fma(p, z, -0.09090907008003227);
        p = Fma(p, z, 0.1111111100735493);
        p = Fma(p, z, -0.1428571428258855);
        p = Fma(p, z, 0.19999999999951756);
        p = Fma(p, z, -0.3333333333333307);
        return p;
    }
}
