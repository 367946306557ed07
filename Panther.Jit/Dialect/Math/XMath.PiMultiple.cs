namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>
    /// sin(π·x), reduced exactly: no argument is too large. Integers give zero with the sign of x. Error: at most 0.98 ulp.
    /// </summary>
    public static float SinPi(float x)
    {
        int quadrant = ReduceHalves(MathF.Abs(x), out float r);
        float value = (quadrant & 1) != 0 ? CosPiOfReduced(r) : SinPiOfReduced(r);
        value = FlipSign(value, quadrant << 30);
        value = value == 0f ? 0f : value;
        return FlipSign(value, BitConverter.SingleToInt32Bits(x));
    }

    /// <summary>
    /// sin(π·x), reduced exactly: no argument is too large. Integers give zero with the sign of x. Error: at most 0.90 ulp.
    /// </summary>
    public static double SinPi(double x)
    {
        int quadrant = ReduceHalves(Math.Abs(x), out double r);
        double value = (quadrant & 1) != 0 ? CosPiOfReduced(r) : SinPiOfReduced(r);
        value = FlipSign(value, (long)quadrant << 62);
        value = value == 0d ? 0d : value;
        return FlipSign(value, BitConverter.DoubleToInt64Bits(x));
    }

    /// <summary>cos(π·x), reduced exactly: no argument is too large. Half-integers give +0. Error: at most 0.87 ulp.</summary>
    public static float CosPi(float x)
    {
        int quadrant = ReduceHalves(MathF.Abs(x), out float r) + 1;
        float value = (quadrant & 1) != 0 ? CosPiOfReduced(r) : SinPiOfReduced(r);
        value = FlipSign(value, quadrant << 30);
        return value == 0f ? 0f : value;
    }

    /// <summary>cos(π·x), reduced exactly: no argument is too large. Half-integers give +0. Error: at most 0.90 ulp.</summary>
    public static double CosPi(double x)
    {
        int quadrant = ReduceHalves(Math.Abs(x), out double r) + 1;
        double value = (quadrant & 1) != 0 ? CosPiOfReduced(r) : SinPiOfReduced(r);
        value = FlipSign(value, (long)quadrant << 62);
        return value == 0d ? 0d : value;
    }

    /// <summary>sin(π·x) and cos(π·x); the same bits as <see cref="SinPi(float)"/> and <see cref="CosPi(float)"/>.</summary>
    public static (float SinPi, float CosPi) SinCosPi(float x)
    {
        int quadrant = ReduceHalves(MathF.Abs(x), out float r);
        float cosine = CosPiOfReduced(r);
        float sine = SinPiOfReduced(r);
        bool odd = (quadrant & 1) != 0;
        float first = FlipSign(odd ? cosine : sine, quadrant << 30);
        float second = FlipSign(odd ? sine : cosine, (quadrant + 1) << 30);
        first = FlipSign(first == 0f ? 0f : first, BitConverter.SingleToInt32Bits(x));
        return (first, second == 0f ? 0f : second);
    }

    /// <summary>sin(π·x) and cos(π·x); the same bits as <see cref="SinPi(double)"/> and <see cref="CosPi(double)"/>.</summary>
    public static (double SinPi, double CosPi) SinCosPi(double x)
    {
        int quadrant = ReduceHalves(Math.Abs(x), out double r);
        double cosine = CosPiOfReduced(r);
        double sine = SinPiOfReduced(r);
        bool odd = (quadrant & 1) != 0;
        double first = FlipSign(odd ? cosine : sine, (long)quadrant << 62);
        double second = FlipSign(odd ? sine : cosine, (long)(quadrant + 1) << 62);
        first = FlipSign(first == 0d ? 0d : first, BitConverter.DoubleToInt64Bits(x));
        return (first, second == 0d ? 0d : second);
    }

    /// <summary>x = 2k + n/2 + r for x ≥ 0, |r| ≤ ¼, exactly; returns n modulo 4 in its two lowest bits.</summary>
    private static int ReduceHalves(float x, out float r)
    {
        float turn = Fma(-2f, MathF.Round(0.5f * x), x);
        float shifted = Fma(2f, turn, RoundingShift);
        r = Fma(-0.5f, shifted - RoundingShift, turn);
        return BitConverter.SingleToInt32Bits(shifted);
    }

    /// <summary>x = 2k + n/2 + r for x ≥ 0, |r| ≤ ¼, exactly; returns n modulo 4 in its two lowest bits.</summary>
    private static int ReduceHalves(double x, out double r)
    {
        double turn = Fma(-2d, Math.Round(0.5 * x), x);
        double shifted = Fma(2d, turn, RoundingShift64);
        r = Fma(-0.5, shifted - RoundingShift64, turn);
        return (int)BitConverter.DoubleToInt64Bits(shifted);
    }

    /// <summary>sin(π·r) for |r| ≤ ¼.</summary>
    private static float SinPiOfReduced(float r)
    {
        float z = r * r;
        float p = Fma(0.080109164f, z, -0.59908086f);
        p = Fma(p, z, 2.5501573f);
        p = Fma(p, z, -5.1677127f);
        return Fma(r, 3.1415927f, r * Fma(p, z, -8.766411e-8f));
    }

    /// <summary>sin(π·r) for |r| ≤ ¼.</summary>
    private static double SinPiOfReduced(double r)
    {
        double z = r * r;
        double p = Fma(-2.1881599150772347e-05, z, 0.0004663206929404014);
        p = Fma(p, z, -0.007370433377310162);
        p = Fma(p, z, 0.08214588674228158);
        p = Fma(p, z, -0.5992645293242707);
        p = Fma(p, z, 2.55016403987739);
        p = Fma(p, z, -5.16771278004997);
        return Fma(r, 3.141592653589793, r * Fma(p, z, 1.226860151883047e-16));
    }

    /// <summary>cos(π·r) for |r| ≤ ¼.</summary>
    private static float CosPiOfReduced(float r)
    {
        float z = r * r;
        float p = Fma(0.22974522f, z, -1.3348359f);
        p = Fma(p, z, 4.0586987f);
        p = Fma(p, z, -4.934802f);
        return Fma(p, z, 1f);
    }

    /// <summary>cos(π·r) for |r| ≤ ¼.</summary>
    private static double CosPiOfReduced(double r)
    {
        double z = r * r;
        double p = Fma(-0.00010333140030777981, z, 0.001929411478739753);
        p = Fma(p, z, -0.025806880706983455);
        p = Fma(p, z, 0.23533062996476511);
        p = Fma(p, z, -1.3352627688465395);
        p = Fma(p, z, 4.058712126416686);
        p = Fma(p, z, -4.934802200544679);
        return Fma(p, z, 1d);
    }
}
