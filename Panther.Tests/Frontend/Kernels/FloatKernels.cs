using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Floating-point arithmetic, comparisons and conversions.</summary>
internal static class FloatKernels
{
    public static void Arithmetic(Index1D i, ArrayView<float> y, ArrayView<float> a, ArrayView<float> b) =>
        y[i] = (a[i] + b[i]) * (a[i] - (b[i] / 3f)) / (1.5f - (-a[i]));

    public static void Mixed(Index1D i, ArrayView<double> y, ArrayView<float> a, ArrayView<double> b) => y[i] = (a[i] * b[i]) + (float)(b[i] - a[i]);

    public static void Remainder(Index1D i, ArrayView<double> y, ArrayView<float> a, ArrayView<double> b) => y[i] = a[i] % 7.25f + (b[i] % 3.5);

    public static void Compare(Index1D i, ArrayView<int> y, ArrayView<float> a, ArrayView<float> b)
    {
        int r = 0;
        if (a[i] < b[i])
        {
            r |= 1;
        }

        if (!(a[i] < b[i]))
        {
            r |= 2;
        }

        if (a[i] <= b[i])
        {
            r |= 4;
        }

        if (!(a[i] <= b[i]))
        {
            r |= 8;
        }

        if (a[i] == b[i])
        {
            r |= 16;
        }

        if (a[i] != b[i])
        {
            r |= 32;
        }

        bool greater = a[i] > b[i];
        bool greaterEqual = a[i] >= b[i];
        bool notGreater = !(a[i] > b[i]);
        bool equal = a[i] == b[i];
        bool different = a[i] != b[i];
        r |= (greater ? 64 : 0) | (greaterEqual ? 128 : 0) | (notGreater ? 256 : 0) | (equal ? 512 : 0) | (different ? 1024 : 0);
        while (a[i] >= b[i] && r < 4096)
        {
            r += 4096;
        }

        y[i] = r;
    }

    public static void CompareDouble(Index1D i, ArrayView<int> y, ArrayView<double> a, ArrayView<double> b) =>
        y[i] = (a[i] < b[i] ? 1 : 0) + (a[i] >= b[i] ? 2 : 0) + (a[i] == b[i] ? 4 : 0) + (!(a[i] > b[i]) ? 8 : 0) + (a[i] != b[i] || a[i] <= b[i] ? 16 : 0);

    public static void ToSmallIntegers(Index1D i, ArrayView<int> y, ArrayView<float> a) =>
        y[i] = (sbyte)a[i] + (1000 * (byte)a[i]) ^ ((short)a[i] * 31) ^ ((ushort)a[i] * 17) ^ ((char)a[i] * 3);

    public static void ToIntegers(Index1D i, ArrayView<long> y, ArrayView<double> a) =>
        y[i] = (int)a[i] ^ ((long)(uint)a[i] << 7) ^ ((long)a[i] * 3) ^ (long)((ulong)a[i] * 5);

    public static void FloatToIntegers(Index1D i, ArrayView<long> y, ArrayView<float> a) =>
        y[i] = (int)a[i] ^ ((long)(uint)a[i] << 7) ^ ((long)a[i] * 3) ^ (long)((ulong)a[i] * 5) ^ (nint)a[i];

    public static void FromIntegers(Index1D i, ArrayView<float> y, ArrayView<long> a, ArrayView<int> b)
    {
        float sum = a[i];
        sum -= (ulong)a[i];
        sum += b[i];
        sum -= (uint)b[i];
        sum += (short)b[i];
        y[i] = sum + (ushort)b[i];
    }

    public static void UnsignedToFloat(Index1D i, ArrayView<float> y, ArrayView<ulong> a) => y[i] = a[i];

    public static void UnsignedToDouble(Index1D i, ArrayView<double> y, ArrayView<ulong> a, ArrayView<uint> b) => y[i] = a[i] + (0.5 * b[i]);

    public static void LongToFloat(Index1D i, ArrayView<float> y, ArrayView<long> a) => y[i] = a[i];

    public static void Rounding(Index1D i, ArrayView<double> y, ArrayView<float> a, ArrayView<double> b) =>
        y[i] = MathF.Floor(a[i]) + (2 * MathF.Ceiling(a[i])) + (4 * MathF.Truncate(a[i])) + (8 * MathF.Round(a[i]))
            + Math.Floor(b[i]) + (2 * Math.Ceiling(b[i])) + (4 * Math.Truncate(b[i])) + (8 * Math.Round(b[i]));

    public static void Roots(Index1D i, ArrayView<double> y, ArrayView<float> a, ArrayView<double> b) => y[i] = MathF.Sqrt(a[i]) - Math.Sqrt(b[i]);

    public static void MinMax(Index1D i, ArrayView<float> y, ArrayView<float> a, ArrayView<float> b) =>
        y[i] = MathF.CopySign(MathF.Min(a[i], b[i]), 1f / Math.Max(a[i], b[i])) + float.Abs(Math.Clamp(a[i], -2f, 3f));

    public static void Fused(Index1D i, ArrayView<double> y, ArrayView<float> a, ArrayView<double> b) =>
        y[i] = MathF.FusedMultiplyAdd(a[i], a[i], 1f) + Math.FusedMultiplyAdd(b[i], a[i], -b[i]);

    public static void Classify(Index1D i, ArrayView<int> y, ArrayView<float> a, ArrayView<double> b) =>
        y[i] = (float.IsNaN(a[i]) ? 1 : 0) + (float.IsInfinity(a[i]) ? 2 : 0) + (float.IsFinite(a[i]) ? 4 : 0) + (float.IsNegative(a[i]) ? 8 : 0)
            + (double.IsNaN(b[i]) ? 16 : 0) + (double.IsInfinity(b[i]) ? 32 : 0) + (double.IsFinite(b[i]) ? 64 : 0) + (double.IsPositiveInfinity(b[i]) ? 128 : 0)
            + (float.IsSubnormal(a[i]) ? 256 : 0) + (float.IsNormal(a[i]) ? 512 : 0) + (double.IsInteger(b[i]) ? 1024 : 0);

    public static void Bits(Index1D i, ArrayView<long> y, ArrayView<float> a, ArrayView<double> b)
    {
        int bits = BitConverter.SingleToInt32Bits(a[i]);
        uint more = Interop.FloatAsInt(a[i]) + BitConverter.SingleToUInt32Bits(a[i]);
        float back = BitConverter.Int32BitsToSingle(bits & 0x7FFFFF00);
        y[i] = bits + (3L * more) + BitConverter.DoubleToInt64Bits(b[i]) + (long)BitConverter.DoubleToUInt64Bits(back)
            + (long)Interop.FloatAsInt(BitConverter.UInt64BitsToDouble(Interop.FloatAsInt(b[i]) ^ 1)) + (Interop.IntAsFloat(more | 1u) > 0 ? 1 : 0);
    }

    public static void Constants(Index1D i, ArrayView<double> y, ArrayView<float> a) =>
        y[i] = (a[i] > float.MaxValue ? 1 : 0) + (a[i] == float.Epsilon ? 2 : 0) + Math.PI + MathF.E + double.Epsilon + (a[i] < float.NegativeInfinity ? 7 : 0);

    public static void Halves(Index1D i, ArrayView<Half> y, ArrayView<float> a, ArrayView<Half> b)
    {
        Half h = (Half)a[i];
        y[i] = (h + b[i]) * b[i] > h ? -h : (Half)((float)h - (float)b[i]);
    }
}
