namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>
    /// Error function 2/√π·∫₀ˣ e^(-t²) dt: a polynomial below 1, 1 - erfc above. Error: at most 0.98 ulp.
    /// </summary>
    public static float Erf(float x)
    {
        float a = MathF.Abs(x);
        float result = a < 1f ? ErfNearZero(a) : 1f - ErfcPositive(a);
        return MathF.CopySign(result, x);
    }

    /// <summary>
    /// Error function 2/√π·∫₀ˣ e^(-t²) dt: a polynomial below 1, 1 - erfc above. Error: at most 0.95 ulp.
    /// </summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        double result = a < 1d ? ErfNearZero(a) : 1d - ErfcPositive(a);
        return Math.CopySign(result, x);
    }

    /// <summary>
    /// Complementary error function 1 - erf x, accurate in its tail. Error: at most 2.50 ulp in the normal range.
    /// </summary>
    public static float Erfc(float x)
    {
        float a = MathF.Abs(x);
        float far = ErfcPositive(a);
        float near = ErfNearZero(a);
        float positive = x < 0f ? 2f - far : far;
        return a < 0.475f ? 1f - MathF.CopySign(near, x) : positive;
    }

    /// <summary>
    /// Complementary error function 1 - erf x, accurate in its tail. Error: at most 2.50 ulp in the normal range.
    /// </summary>
    public static double Erfc(double x)
    {
        double a = Math.Abs(x);
        double far = ErfcPositive(a);
        double near = ErfNearZero(a);
        double positive = x < 0d ? 2d - far : far;
        return a < 0.475 ? 1d - Math.CopySign(near, x) : positive;
    }

    /// <summary>erf a for 0 ≤ a ≤ 1, as a + a·P(a²).</summary>
    private static float ErfNearZero(float a)
    {
        float z = a * a;
        float p = Fma(7.846173e-5f, z, -0.0008007889f);
        p = Fma(p, z, 0.0051880744f);
        p = Fma(p, z, -0.026853692f);
        p = Fma(p, z, 0.11283583f);
        p = Fma(p, z, -0.37612626f);
        p = Fma(p, z, 0.12837917f);
        return Fma(a, p, a);
    }

    /// <summary>erf a for 0 ≤ a ≤ 1, as a + a·P(a²).</summary>
    private static double ErfNearZero(double a)
    {
        double z = a * a;
        double p = Fma(6.6830307649797e-11, z, -1.1829509211011156e-09);
        p = Fma(p, z, 1.4786264738483684e-08);
        p = Fma(p, z, -1.6370595645881988e-07);
        p = Fma(p, z, 1.6463083045836663e-06);
        p = Fma(p, z, -1.4925738251937323e-05);
        p = Fma(p, z, 0.00012055337767440443);
        p = Fma(p, z, -0.0008548327189331384);
        p = Fma(p, z, 0.005223977629091198);
        p = Fma(p, z, -0.026866170645619147);
        p = Fma(p, z, 0.11283791670958741);
        p = Fma(p, z, -0.37612638903183876);
        p = Fma(p, z, 0.1283791670955126);
        return Fma(a, p, a);
    }

    /// <summary>
    /// erfc a for a ≥ 0.45 as e^(-a²)·P(q)/(1 + 2a) with q = (a - 2)/(a + 2) (Shepherd and Laframboise, "Chebyshev approximation of
    /// (1 + 2x)exp(x²)erfc x", Math. Comp. 36, 1981). The rounding errors of a², 1 + 2a and the quotient are carried as a correction.
    /// </summary>
    private static float ErfcPositive(float a)
    {
        a = a > 12f ? 12f : a;
        float q = (a - 2f) / (a + 2f);
        float p = Fma(0.00026444226f, q, -0.0003136409f);
        p = Fma(p, q, -0.0015275688f);
        p = Fma(p, q, 0.0012177434f);
        p = Fma(p, q, 0.008752373f);
        p = Fma(p, q, -0.008024699f);
        p = Fma(p, q, -0.05422537f);
        p = Fma(p, q, 0.1640506f);
        p = Fma(p, q, -0.16603f);
        p = Fma(p, q, -0.09276381f);
        p = Fma(p, q, 1.2769784f);
        float divisor = Fma(2f, a, 1f);
        float quotient = p / divisor;
        float divisorLow = Fma(2f, a, 1f - divisor);
        float correction = (Fma(-quotient, divisor, p) - (quotient * divisorLow)) / divisor;
        float square = a * a;
        float squareLow = Fma(a, a, -square);
        correction = Fma(-quotient, squareLow, correction);
        float e = Exp(-square);
        return Fma(e, quotient, e * correction);
    }

    /// <summary>
    /// erfc a for a ≥ 0.45 as e^(-a²)·P(q)/(1 + 2a) with q = (a - 3)/(a + 3) (Shepherd and Laframboise, "Chebyshev approximation of
    /// (1 + 2x)exp(x²)erfc x", Math. Comp. 36, 1981). The rounding errors of a², 1 + 2a and the quotient are carried as a correction.
    /// </summary>
    private static double ErfcPositive(double a)
    {
        a = a > 28d ? 28d : a;
        double q = (a - 3d) / (a + 3d);
        double p = Fma(-2.8853086601726897e-09, q, -1.0809710320217432e-08);
        p = Fma(p, q, 2.8921135076270345e-08);
        p = Fma(p, q, 9.938375843047569e-08);
        p = Fma(p, q, -1.2591995801822543e-07);
        p = Fma(p, q, -6.156003223208041e-07);
        p = Fma(p, q, 3.451854272902518e-07);
        p = Fma(p, q, 3.472428081007087e-06);
        p = Fma(p, q, -7.25868749993045e-07);
        p = Fma(p, q, -2.010077966105011e-05);
        p = Fma(p, q, 4.947655297237366e-06);
        p = Fma(p, q, 0.00012509945123718012);
        p = Fma(p, q, -0.0001051594009105692);
        p = Fma(p, q, -0.0007798322948184794);
        p = Fma(p, q, 0.0018886903017984805);
        p = Fma(p, q, 0.0025293918189464282);
        p = Fma(p, q, -0.023770514913464356);
        p = Fma(p, q, 0.06830802734378494);
        p = Fma(p, q, -0.11927366341557379);
        p = Fma(p, q, 0.1296451587027665);
        p = Fma(p, q, -0.04756229435344444);
        p = Fma(p, q, -0.13562110612458123);
        p = Fma(p, q, 1.2530080582697296);
        double divisor = Fma(2d, a, 1d);
        double quotient = p / divisor;
        double divisorLow = Fma(2d, a, 1d - divisor);
        double correction = (Fma(-quotient, divisor, p) - (quotient * divisorLow)) / divisor;
        double square = a * a;
        double squareLow = Fma(a, a, -square);
        correction = Fma(-quotient, squareLow, correction);
        double e = Exp(-square);
        return Fma(e, quotient, e * correction);
    }
}
