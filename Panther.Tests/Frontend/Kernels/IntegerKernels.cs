using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Integer arithmetic, comparisons and conversions.</summary>
internal static class IntegerKernels
{
    public static void Arithmetic(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b) =>
        y[i] = unchecked((a[i] + b[i]) * (a[i] - b[i]) ^ (a[i] & b[i]) ^ (a[i] | ~b[i]) ^ -a[i]);

    public static void LongArithmetic(Index1D i, ArrayView<long> y, ArrayView<long> a, ArrayView<int> b) =>
        y[i] = unchecked((a[i] + b[i]) * (a[i] - b[i]) ^ (a[i] & b[i]) ^ (a[i] | ~(long)b[i]) ^ -a[i]);

    public static void DivideSigned(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        int divisor = b[i] is 0 or -1 ? 3 : b[i];
        y[i] = (a[i] / divisor) + (31 * (a[i] % divisor));
    }

    public static void DivideUnsigned(Index1D i, ArrayView<uint> y, ArrayView<uint> a, ArrayView<uint> b)
    {
        uint divisor = b[i] == 0 ? 3 : b[i];
        y[i] = (a[i] / divisor) + (31 * (a[i] % divisor));
    }

    public static void DivideLong(Index1D i, ArrayView<ulong> y, ArrayView<ulong> a, ArrayView<long> b)
    {
        long divisor = b[i] is 0 or -1 ? 3 : b[i];
        ulong positive = (ulong)(divisor & long.MaxValue) | 1;
        y[i] = (a[i] / positive) ^ (a[i] % positive) ^ (ulong)((long)a[i] / divisor) ^ (ulong)((long)a[i] % divisor);
    }

    public static void Shifts(Index1D i, ArrayView<long> y, ArrayView<int> a, ArrayView<int> b)
    {
        long wide = ((long)a[i] << 32) | (uint)b[i];
        y[i] = (a[i] << b[i]) + (a[i] >> b[i]) + (a[i] >>> b[i]) + (uint)((uint)a[i] >> b[i]) + (wide << b[i]) + (wide >> b[i]) + (wide >>> b[i])
            + (1 << 5) + (a[i] << 33 % 32) + (int)((ulong)wide >> 63);
    }

    public static void Compare(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        int r = 0;
        if (a[i] < b[i])
        {
            r |= 1;
        }

        if (a[i] <= b[i])
        {
            r |= 2;
        }

        if ((uint)a[i] < (uint)b[i])
        {
            r |= 4;
        }

        if ((uint)a[i] >= (uint)b[i])
        {
            r |= 8;
        }

        bool less = a[i] < b[i];
        bool lessUnsigned = (uint)a[i] <= (uint)b[i];
        bool equal = a[i] == b[i];
        bool different = a[i] != b[i];
        r |= (less ? 16 : 0) | (lessUnsigned ? 32 : 0) | (equal ? 64 : 0) | (different ? 128 : 0);
        r |= less == equal ? 256 : 0;
        r |= less ^ lessUnsigned ? 512 : 0;
        r |= less & different | equal ? 1024 : 0;
        r |= !less ? 2048 : 0;
        y[i] = r;
    }

    public static void CompareLong(Index1D i, ArrayView<byte> y, ArrayView<ulong> a, ArrayView<long> b)
    {
        bool unsigned = a[i] > (ulong)b[i];
        bool signed = (long)a[i] > b[i];
        y[i] = (byte)((unsigned ? 1 : 0) + (signed ? 2 : 0) + (a[i] == (ulong)b[i] ? 4 : 0) + ((long)a[i] >= b[i] ? 8 : 0));
    }

    public static void Narrow(Index1D i, ArrayView<long> y, ArrayView<int> a, ArrayView<long> b)
    {
        sbyte s1 = (sbyte)a[i];
        byte u1 = (byte)a[i];
        short s2 = (short)a[i];
        ushort u2 = (ushort)a[i];
        char c = (char)b[i];
        sbyte l1 = (sbyte)b[i];
        ushort l2 = (ushort)b[i];
        uint l4 = (uint)b[i];
        int m4 = (int)b[i];
        y[i] = s1 + (7L * u1) + (11L * s2) + (13L * u2) + (17L * c) + (19L * l1) + (23L * l2) + (29L * l4) + (31L * m4) + (37L * (ulong)(uint)a[i] > 5 ? 1 : 0);
    }

    public static void SmallTypes(Index1D i, ArrayView<short> y, ArrayView<sbyte> a, ArrayView<byte> b)
    {
        byte sum = (byte)(a[i] + b[i]);
        sum++;
        sbyte product = (sbyte)(a[i] * b[i]);
        product -= 3;
        short mixed = (short)(sum << 7);
        mixed += product;
        y[i] = mixed;
    }

    public static void SmallStores(Index1D i, ArrayView<byte> y, ArrayView<int> a)
    {
        y[i] = (byte)a[i];
        y[i] += 200;
        y[i] >>= 1;
    }

    public static void Bools(Index1D i, ArrayView<bool> y, ArrayView<bool> a, ArrayView<bool> b)
    {
        bool c = a[i] && !b[i];
        bool d = a[i] || b[i];
        y[i] = c ? d : !d ^ a[i];
    }

    public static void Characters(Index1D i, ArrayView<char> y, ArrayView<char> a) => y[i] = (char)(a[i] + 'a' - 'A');

    public static void Native(Index1D i, ArrayView<long> y, ArrayView<int> a, ArrayView<long> b)
    {
        nint n = a[i];
        nuint u = (nuint)(uint)a[i];
        y[i] = (n * 3) + (nint)b[i] + (long)(u >> 1) + (nint)u;
    }

    public static void Counting(Index1D i, ArrayView<int> y, ArrayView<uint> a, ArrayView<ulong> b) =>
        y[i] = BitOperations.PopCount(a[i]) + (100 * BitOperations.LeadingZeroCount(a[i])) + (10000 * BitOperations.TrailingZeroCount(a[i]))
            + (3 * BitOperations.PopCount(b[i])) + (300 * BitOperations.LeadingZeroCount(b[i])) + (30000 * BitOperations.TrailingZeroCount(b[i]))
            + BitOperations.Log2(a[i]) + BitOperations.Log2(b[i]);

    public static void Rotations(Index1D i, ArrayView<ulong> y, ArrayView<ulong> a, ArrayView<int> b) =>
        y[i] = BitOperations.RotateLeft(a[i], b[i]) ^ BitOperations.RotateRight((uint)a[i], b[i]) ^ BitOperations.RotateLeft((uint)a[i], 7)
            ^ ((ulong)BitOperations.RotateRight(a[i], 13) << 1);

    public static void WideProducts(Index1D i, ArrayView<ulong> y, ArrayView<ulong> a, ArrayView<long> b)
    {
        ulong high = Math.BigMul(a[i], (ulong)b[i], out ulong low);
        long signedHigh = Math.BigMul((long)a[i], b[i], out long signedLow);
        y[i] = high + (3 * low) + (ulong)signedHigh + (7 * (ulong)signedLow) + (ulong)Math.BigMul((int)a[i], (int)b[i]) + Math.BigMul((uint)a[i], (uint)b[i]);
    }

    public static void MathFunctions(Index1D i, ArrayView<long> y, ArrayView<int> a, ArrayView<uint> b)
    {
        int safe = a[i] == int.MinValue ? 0 : a[i];
        y[i] = Math.Min(a[i], (int)b[i]) + (3L * Math.Max(a[i], (int)b[i])) + (5L * Math.Min((uint)a[i], b[i])) + (7L * Math.Max((uint)a[i], b[i]))
            + (11L * Math.Abs(safe)) + (13L * Math.Sign(a[i])) + (17L * Math.Clamp(a[i], -5, 9)) + Math.Max((byte)a[i], (byte)b[i]) + Math.Min((short)a[i], (short)b[i])
            + Math.Clamp((ulong)b[i], 3UL, 77UL > 4 ? 50UL : 4UL) switch { 3UL => 1, _ => 2 };
    }

    public static void GenericHelpers(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        y[i] = int.Max(a[i], b[i]) ^ int.PopCount(a[i]) ^ int.LeadingZeroCount(b[i]) ^ int.RotateLeft(a[i], 3) ^ (int.IsPow2(b[i]) ? 1 : 0)
            ^ (int.IsEvenInteger(a[i]) ? 8 : 0) ^ int.Sign(b[i]) ^ (int)uint.TrailingZeroCount((uint)a[i]);
    }

    private enum Colour : byte
    {
        Red = 3,
        Green = 200,
    }

    public static void Enums(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        Colour c = a[i] > 0 ? Colour.Green : Colour.Red;
        if (a[i] > 100)
        {
            c = (Colour)a[i];
        }

        y[i] = c switch { Colour.Red => 1, Colour.Green => (int)c, _ => 1000 + (int)c };
    }
}
