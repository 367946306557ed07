namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>
    /// x = n·π/2 + r + tail for x ≥ 0, |r| ≤ π/4; returns n modulo 4 in its two lowest bits.
    /// x - n·C₁ is exact in fused arithmetic, n·C₂ and its sum are carried in two parts, C₁ + C₂ + C₃ = π/2 to 74 bits (Cody and Waite, "Software Manual for the
    /// Elementary Functions", 1980).
    /// </summary>
    private static int ReduceByHalfPi(float x, out float r, out float tail)
    {
        float shifted = Fma(x, 0.63661975f, RoundingShift);
        float n = shifted - RoundingShift;
        float leading = Fma(n, -1.5707964f, x);
        float product = n * 4.371139e-8f;
        float productLow = Fma(n, 4.371139e-8f, -product);
        r = leading + product;
        float added = r - leading;
        float error = (leading - (r - added)) + (product - added);
        tail = Fma(n, 1.7151245e-15f, error + productLow);
        int quadrant = BitConverter.SingleToInt32Bits(shifted);
        if (x >= 131072f)
        {
            quadrant = ReduceLarge(x, out r, out tail);
        }

        return quadrant;
    }

    /// <summary>
    /// x = n·π/2 + r + tail for x ≥ 0, |r| ≤ π/4; returns n modulo 4 in its two lowest bits.
    /// x - n·C₁ is exact in fused arithmetic, n·C₂ and its sum are carried in two parts, C₁ + C₂ + C₃ = π/2 to 161 bits (Cody and Waite, "Software Manual for the
    /// Elementary Functions", 1980).
    /// </summary>
    private static int ReduceByHalfPi(double x, out double r, out double tail)
    {
        double shifted = Fma(x, 0.6366197723675814, RoundingShift64);
        double n = shifted - RoundingShift64;
        double leading = Fma(n, -1.5707963267948966, x);
        double product = n * -6.123233995736766e-17;
        double productLow = Fma(n, -6.123233995736766e-17, -product);
        r = leading + product;
        double added = r - leading;
        double error = (leading - (r - added)) + (product - added);
        tail = Fma(n, 1.4973849048591698e-33, error + productLow);
        int quadrant = (int)BitConverter.DoubleToInt64Bits(shifted);
        if (x >= 1073741824d)
        {
            quadrant = ReduceLarge(x, out r, out tail);
        }

        return quadrant;
    }

    /// <summary>
    /// The same for x ≥ 2¹⁷ by exact integer arithmetic: the significand times the 96 bits of 2/π that decide x·2/π modulo 4 (Payne and
    /// Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18, 1983). NaN for infinity and NaN.
    /// </summary>
    private static int ReduceLarge(float x, out float r, out float tail)
    {
        // 32 zero bits, then the bits of 2/π.
        const ulong Bits0 = 0x00000000A2F9836E;
        const ulong Bits1 = 0x4E441529FC2757D1;
        const ulong Bits2 = 0xF534DDC0DB629599;
        const ulong Bits3 = 0x3C439041FE5163AB;

        int bits = BitConverter.SingleToInt32Bits(x);
        ulong significand = (uint)((bits & 0x7FFFFF) | 0x800000);
        int skip = (bits >> 23) - 150 + 30;
        ulong a = skip < 64 ? Bits0 : skip < 128 ? Bits1 : Bits2;
        ulong b = skip < 64 ? Bits1 : skip < 128 ? Bits2 : Bits3;
        ulong c = skip < 64 ? Bits2 : Bits3;
        ulong window = TakeBits(a, b, skip & 63);
        ulong next = TakeBits(b, c, skip & 63) >> 32;
        ulong turns = (significand * window) + ((significand * next) >> 32);

        long fraction = (long)(turns << 2);
        double reduced = (double)fraction * 8.515303950216386e-20;
        reduced = x < float.PositiveInfinity ? reduced : double.NaN;
        r = (float)reduced;
        tail = (float)(reduced - (double)r);
        return (int)(turns >> 62) + (fraction < 0 ? 1 : 0);
    }

    /// <summary>
    /// The same for x ≥ 2³⁰ by exact integer arithmetic: the significand times the 192 bits of 2/π that decide x·2/π modulo 4.
    /// </summary>
    private static int ReduceLarge(double x, out double r, out double tail)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        ulong significand = (ulong)((bits & 0xFFFFFFFFFFFFF) | 0x10000000000000);
        int skip = (int)(bits >> 52) - 1075 + 62;
        int word = skip >> 6;
        int offset = skip & 63;
        ulong a = 0;
        ulong b = 0;
        ulong c = 0;
        ulong d = 0;
        for (int i = 0; i < 4; i++)
        {
            // Unrolled, the table would stand four times in every caller.
            Unroll.None();
            a = b;
            b = c;
            c = d;
            d = TwoOverPi(word + i);
        }

        ulong high = TakeBits(a, b, offset);
        ulong middle = TakeBits(b, c, offset);
        ulong low = TakeBits(c, d, offset);

        ulong lower = significand * middle;
        ulong carried = lower + MultiplyHigh(significand, low);
        ulong upper = (significand * high) + MultiplyHigh(significand, middle) + (carried < lower ? 1UL : 0UL);

        long fraction = (long)((upper << 2) | (carried >> 62));
        ulong rest = carried << 2;
        // The fraction as a sum of three exact parts, so that the conversions do not round.
        double first = (double)(fraction >> 32) * 4294967296d;
        double second = (double)(fraction & 0xFFFFFFFF);
        double third = (double)(rest >> 11) * 1.1102230246251565e-16;
        double sum = first + second;
        double sumLow = ((first - sum) + second) + third;
        double leading = sum + sumLow;
        double leadingLow = (sum - leading) + sumLow;

        const double High = 8.515303950216386e-20;
        const double Low = 3.319411800407449e-36;
        r = leading * High;
        r = x < double.PositiveInfinity ? r : double.NaN;
        tail = Fma(leading, High, -r) + Fma(leading, Low, leadingLow * High);
        return (int)(upper >> 62) + (fraction < 0 ? 1 : 0);
    }

    /// <summary>64 bits from the 128-bit string first:second, after <paramref name="offset"/> bits (0..63).</summary>
    private static ulong TakeBits(ulong first, ulong second, int offset) => (first << offset) | (second >> 1 >> (63 - offset));

    /// <summary>Word <paramref name="index"/> of 64 zero bits followed by the binary digits of 2/π.</summary>
    private static ulong TwoOverPi(int index) => index switch
    {
        1 => 0xA2F9836E4E441529,
        2 => 0xFC2757D1F534DDC0,
        3 => 0xDB6295993C439041,
        4 => 0xFE5163ABDEBBC561,
        5 => 0xB7246E3A424DD2E0,
        6 => 0x06492EEA09D1921C,
        7 => 0xFE1DEB1CB129A73E,
        8 => 0xE88235F52EBB4484,
        9 => 0xE99C7026B45F7E41,
        10 => 0x3991D639835339F4,
        11 => 0x9C845F8BBDF9283B,
        12 => 0x1FF897FFDE05980F,
        13 => 0xEF2F118B5A0A6D1F,
        14 => 0x6D367ECF27CB09B7,
        15 => 0x4F463F669E5FEA2D,
        16 => 0x7527BAC7EBE5F17B,
        17 => 0x3D0739F78A5292EA,
        18 => 0x6BFB5FB11F8D5D08,
        19 => 0x56033046FC7B6BAB,
        _ => 0UL,
    };
}
