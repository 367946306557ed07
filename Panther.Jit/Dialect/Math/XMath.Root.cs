namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>Square root, correctly rounded.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <summary>Square root, correctly rounded.</summary>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>1/√x by a correctly rounded square root and division: error at most 1.50 ulp.</summary>
    public static float Rsqrt(float value) => 1f / MathF.Sqrt(value);

    /// <summary>1/√x by a correctly rounded square root and division: error at most 1.50 ulp.</summary>
    public static double Rsqrt(double value) => 1d / Math.Sqrt(value);

    /// <summary>1/x, correctly rounded.</summary>
    public static float Rcp(float value) => 1f / value;

    /// <summary>1/x, correctly rounded.</summary>
    public static double Rcp(double value) => 1d / value;

    /// <summary>
    /// Cube root. Two fourth-order Householder steps on 1/∛x from an exponent-division estimate, then one residual correction in
    /// fused arithmetic (Muller, section 5.6). Error: at most 0.51 ulp.
    /// </summary>
    public static float Cbrt(float x)
    {
        float magnitude = MathF.Abs(x);
        bool tiny = magnitude < PowerOfTwo(-100);
        float a = tiny ? magnitude * PowerOfTwo(60) : magnitude;
        uint bits = BitConverter.SingleToUInt32Bits(a);
        float y = BitConverter.UInt32BitsToSingle(0x54A29000U - (((bits >> 12) * 5462U >> 14) << 12));
        y = RefineInverseCubeRoot(a, y);
        y = RefineInverseCubeRoot(a, y);
        float root = a * y * y;
        float square = root * root;
        float residual = Fma(-square, root, a) - (Fma(root, root, -square) * root);
        root = Fma(residual * (y * y), 0.33333334f, root);
        root = tiny ? root * PowerOfTwo(-20) : root;
        return x != 0f && IsFinite(x) ? MathF.CopySign(root, x) : x;
    }

    /// <summary>
    /// Cube root. Two fourth-order Householder steps on 1/∛x from an exponent-division estimate, then one residual correction in
    /// fused arithmetic (Muller, section 5.6). Error: at most 0.51 ulp.
    /// </summary>
    public static double Cbrt(double x)
    {
        double magnitude = Math.Abs(x);
        bool tiny = magnitude < PowerOfTwo(-1000L);
        double a = tiny ? magnitude * PowerOfTwo(120L) : magnitude;
        uint high = (uint)(BitConverter.DoubleToUInt64Bits(a) >> 32);
        ulong estimate = 0x553F8A00U - (((high >> 12) * 5462U >> 14) << 12);
        double y = BitConverter.UInt64BitsToDouble(estimate << 32);
        y = RefineInverseCubeRoot(a, y);
        y = RefineInverseCubeRoot(a, y);
        double root = a * y * y;
        double square = root * root;
        double residual = Fma(-square, root, a) - (Fma(root, root, -square) * root);
        root = Fma(residual * (y * y), 0.3333333333333333, root);
        root = tiny ? root * PowerOfTwo(-40L) : root;
        return x != 0d && IsFinite(x) ? Math.CopySign(root, x) : x;
    }

    /// <summary>
    /// √(x² + y²) without spurious overflow or underflow, with the fused correction of Borges, "Algorithm 1014: an improved algorithm for
    /// hypot(x, y)", ACM TOMS 47(1), 2021. Infinite if either is infinite, even beside NaN. Error: at most 0.51 ulp in the normal range.
    /// </summary>
    public static float Hypot(float x, float y)
    {
        float first = MathF.Abs(x);
        float second = MathF.Abs(y);
        bool infinite = IsInfinity(first) || IsInfinity(second);
        float large = MathF.Max(first, second);
        float small = MathF.Min(first, second);
        float up = large < PowerOfTwo(-50) ? PowerOfTwo(100) : large > PowerOfTwo(50) ? PowerOfTwo(-80) : 1f;
        float down = large < PowerOfTwo(-50) ? PowerOfTwo(-100) : large > PowerOfTwo(50) ? PowerOfTwo(80) : 1f;
        large *= up;
        small *= up;
        float root = MathF.Sqrt(Fma(large, large, small * small));
        float rootSquare = root * root;
        float largeSquare = large * large;
        float excess = Fma(-small, small, rootSquare - largeSquare) + Fma(root, root, -rootSquare) - Fma(large, large, -largeSquare);
        root = root > 0f ? root - (excess / (2f * root)) : root;
        return infinite ? float.PositiveInfinity : root * down;
    }

    /// <summary>
    /// √(x² + y²) without spurious overflow or underflow, with the fused correction of Borges, "Algorithm 1014: an improved algorithm for
    /// hypot(x, y)", ACM TOMS 47(1), 2021. Infinite if either is infinite, even beside NaN. Error: at most 0.51 ulp in the normal range.
    /// </summary>
    public static double Hypot(double x, double y)
    {
        double first = Math.Abs(x);
        double second = Math.Abs(y);
        bool infinite = IsInfinity(first) || IsInfinity(second);
        double large = Math.Max(first, second);
        double small = Math.Min(first, second);
        double up = large < PowerOfTwo(-500L) ? PowerOfTwo(600L) : large > PowerOfTwo(500L) ? PowerOfTwo(-600L) : 1d;
        double down = large < PowerOfTwo(-500L) ? PowerOfTwo(-600L) : large > PowerOfTwo(500L) ? PowerOfTwo(600L) : 1d;
        large *= up;
        small *= up;
        double root = Math.Sqrt(Fma(large, large, small * small));
        double rootSquare = root * root;
        double largeSquare = large * large;
        double excess = Fma(-small, small, rootSquare - largeSquare) + Fma(root, root, -rootSquare) - Fma(large, large, -largeSquare);
        root = root > 0d ? root - (excess / (2d * root)) : root;
        return infinite ? double.PositiveInfinity : root * down;
    }

    /// <summary>One step towards a^(-1/3): with h = 1 - a·y³, y·(1 + h/3 + 2h²/9 + 14h³/81).</summary>
    private static float RefineInverseCubeRoot(float a, float y)
    {
        float h = Fma(-(a * y), y * y, 1f);
        return Fma(y * h, Fma(Fma(0.17283951f, h, 0.22222222f), h, 0.33333334f), y);
    }

    /// <summary>One step towards a^(-1/3): with h = 1 - a·y³, y·(1 + h/3 + 2h²/9 + 14h³/81).</summary>
    private static double RefineInverseCubeRoot(double a, double y)
    {
        double h = Fma(-(a * y), y * y, 1d);
        return Fma(y * h, Fma(Fma(0.1728395061728395, h, 0.2222222222222222), h, 0.3333333333333333), y);
    }
}
