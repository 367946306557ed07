namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>
    /// Sine: x = n·π/2 + r in two floats, then a polynomial of degree 7 in r. The reduction is Cody and Waite's with three constants for
    /// |x| &lt; 2¹⁷ and Payne and Hanek's above (see <see cref="ReduceLarge(float, out float, out float)"/>). Error: at most 0.79 ulp over all floats.
    /// ±∞ and NaN give NaN.
    /// </summary>
    public static float Sin(float x)
    {
        int quadrant = ReduceByHalfPi(MathF.Abs(x), out float r, out float tail);
        float sine = SinOrCosOfReduced(quadrant, r, tail);
        return FlipSign(sine, BitConverter.SingleToInt32Bits(x) ^ (quadrant << 30));
    }

    /// <summary>
    /// Sine: x = n·π/2 + r in two doubles, then a polynomial of degree 13 in r. The reduction is Cody and Waite's with three constants for
    /// |x| &lt; 2³⁰ and Payne and Hanek's above (see <see cref="ReduceLarge(double, out double, out double)"/>). Error: at most 0.79 ulp over all doubles.
    /// ±∞ and NaN give NaN.
    /// </summary>
    public static double Sin(double x)
    {
        int quadrant = ReduceByHalfPi(Math.Abs(x), out double r, out double tail);
        double sine = SinOrCosOfReduced(quadrant, r, tail);
        return FlipSign(sine, BitConverter.DoubleToInt64Bits(x) ^ ((long)quadrant << 62));
    }

    /// <summary>Cosine, as <see cref="Sin(float)"/> with a polynomial of degree 8. Error: at most 0.79 ulp over all floats.</summary>
    public static float Cos(float x)
    {
        int quadrant = ReduceByHalfPi(MathF.Abs(x), out float r, out float tail) + 1;
        return FlipSign(SinOrCosOfReduced(quadrant, r, tail), quadrant << 30);
    }

    /// <summary>Cosine, as <see cref="Sin(double)"/> with a polynomial of degree 14. Error: at most 0.79 ulp over all doubles.</summary>
    public static double Cos(double x)
    {
        int quadrant = ReduceByHalfPi(Math.Abs(x), out double r, out double tail) + 1;
        return FlipSign(SinOrCosOfReduced(quadrant, r, tail), (long)quadrant << 62);
    }

    /// <summary>Sine and cosine of one argument with one reduction; the same bits as <see cref="Sin(float)"/> and <see cref="Cos(float)"/>.</summary>
    public static (float Sin, float Cos) SinCos(float x)
    {
        int quadrant = ReduceByHalfPi(MathF.Abs(x), out float r, out float tail);
        float cosine = CosOfReduced(r, tail);
        float sine = SinOfReduced(r, tail, cosine);
        bool odd = (quadrant & 1) != 0;
        return (
            FlipSign(odd ? cosine : sine, BitConverter.SingleToInt32Bits(x) ^ (quadrant << 30)),
            FlipSign(odd ? sine : cosine, (quadrant + 1) << 30));
    }

    /// <summary>Sine and cosine of one argument with one reduction; the same bits as <see cref="Sin(double)"/> and <see cref="Cos(double)"/>.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        int quadrant = ReduceByHalfPi(Math.Abs(x), out double r, out double tail);
        double cosine = CosOfReduced(r, tail);
        double sine = SinOfReduced(r, tail, cosine);
        bool odd = (quadrant & 1) != 0;
        return (
            FlipSign(odd ? cosine : sine, BitConverter.DoubleToInt64Bits(x) ^ ((long)quadrant << 62)),
            FlipSign(odd ? sine : cosine, (long)(quadrant + 1) << 62));
    }

    /// <summary>Sine and cosine of one argument with one reduction.</summary>
    public static void SinCos(float x, out float sin, out float cos) => (sin, cos) = SinCos(x);

    /// <summary>Sine and cosine of one argument with one reduction.</summary>
    public static void SinCos(double x, out double sin, out double cos) => (sin, cos) = SinCos(x);

    /// <summary>Tangent as the quotient of sine and cosine of the reduced argument. Error: at most 2.40 ulp over all floats.</summary>
    public static float Tan(float x)
    {
        int quadrant = ReduceByHalfPi(MathF.Abs(x), out float r, out float tail);
        float cosine = CosOfReduced(r, tail);
        float sine = SinOfReduced(r, tail, cosine);
        bool odd = (quadrant & 1) != 0;
        float tangent = (odd ? cosine : sine) / (odd ? -sine : cosine);
        return FlipSign(tangent, BitConverter.SingleToInt32Bits(x));
    }

    /// <summary>Tangent as the quotient of sine and cosine of the reduced argument. Error: at most 2.20 ulp over all doubles.</summary>
    public static double Tan(double x)
    {
        int quadrant = ReduceByHalfPi(Math.Abs(x), out double r, out double tail);
        double cosine = CosOfReduced(r, tail);
        double sine = SinOfReduced(r, tail, cosine);
        bool odd = (quadrant & 1) != 0;
        double tangent = (odd ? cosine : sine) / (odd ? -sine : cosine);
        return FlipSign(tangent, BitConverter.DoubleToInt64Bits(x));
    }

    /// <summary>sin(r + tail) where <paramref name="quadrant"/> is even, cos(r + tail) where it is odd.</summary>
    private static float SinOrCosOfReduced(int quadrant, float r, float tail)
    {
        float cosine = CosOfReduced(r, tail);
        float sine = SinOfReduced(r, tail, cosine);
        return (quadrant & 1) != 0 ? cosine : sine;
    }

    /// <summary>sin(r + tail) where <paramref name="quadrant"/> is even, cos(r + tail) where it is odd.</summary>
    private static double SinOrCosOfReduced(int quadrant, double r, double tail)
    {
        double cosine = CosOfReduced(r, tail);
        double sine = SinOfReduced(r, tail, cosine);
        return (quadrant & 1) != 0 ? cosine : sine;
    }

    /// <summary>sin(r + tail) for |r| ≤ π/4, with its cosine to carry the tail.</summary>
    private static float SinOfReduced(float r, float tail, float cosine)
    {
        float z = r * r;
        float p = Fma(-0.00019518085f, z, 0.008332188f);
        p = Fma(p, z, -0.16666655f);
        return r + Fma(p, z * r, tail * cosine);
    }

    /// <summary>sin(r + tail) for |r| ≤ π/4, with its cosine to carry the tail.</summary>
    private static double SinOfReduced(double r, double tail, double cosine)
    {
        double z = r * r;
        double p = Fma(1.589580555011871e-10, z, -2.5050740180718963e-08);
        p = Fma(p, z, 2.7557313570498283e-06);
        p = Fma(p, z, -0.00019841269829431722);
        p = Fma(p, z, 0.008333333333321898);
        p = Fma(p, z, -0.1666666666666663);
        return r + Fma(p, z * r, tail * cosine);
    }

    /// <summary>cos(r + tail) for |r| ≤ π/4; the rounding error of 1 - r²/2 is added back.</summary>
    private static float CosOfReduced(float r, float tail)
    {
        float z = r * r;
        float p = Fma(2.4432546e-5f, z, -0.0013887311f);
        p = Fma(p, z, 0.041666646f);
        float leading = Fma(-0.5f, z, 1f);
        float rest = Fma(-0.5f, z, 1f - leading);
        return leading + Fma(p, z * z, Fma(-r, tail, rest));
    }

    /// <summary>cos(r + tail) for |r| ≤ π/4; the rounding error of 1 - r²/2 is added back.</summary>
    private static double CosOfReduced(double r, double tail)
    {
        double z = r * r;
        double p = Fma(-1.1358664615622842e-11, z, 2.087570398210436e-09);
        p = Fma(p, z, -2.7557314208521055e-07);
        p = Fma(p, z, 2.4801587288980358e-05);
        p = Fma(p, z, -0.0013888888888873322);
        p = Fma(p, z, 0.041666666666666595);
        double leading = Fma(-0.5, z, 1d);
        double rest = Fma(-0.5, z, 1d - leading);
        return leading + Fma(p, z * z, Fma(-r, tail, rest));
    }

    /// <summary>Negates the value if the top bit of <paramref name="bits"/> is set.</summary>
    private static float FlipSign(float value, int bits) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ (bits & int.MinValue));

    /// <summary>Negates the value if the top bit of <paramref name="bits"/> is set.</summary>
    private static double FlipSign(double value, long bits) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) ^ (bits & long.MinValue));
}
