using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Generic kernels: static abstract members, generic math, interfaces of structs.</summary>
internal static class GenericKernels
{
    internal interface ITile
    {
        static abstract int Rows { get; }

        static abstract int Columns { get; }

        static virtual int Area<T>()
            where T : ITile
            => T.Rows * T.Columns;

        int Twice(int value) => value * 2 * Weight;

        int Weight => 1;
    }

    internal readonly struct SmallTile : ITile
    {
        public static int Rows => 2;

        public static int Columns => Rows + 1;
    }

    internal struct LargeTile : ITile
    {
        private int calls;

        static int ITile.Rows => 4;

        static int ITile.Columns => 8 / Two;

        private static readonly int Two = 2;

        public int Weight => 3 + calls++;
    }

    internal interface IOperation<T>
    {
        static abstract T Apply(T left, T right);

        T Seed(T value);
    }

    internal readonly struct Sum<T> : IOperation<T>
        where T : INumber<T>
    {
        public static T Apply(T left, T right) => left + right;

        public T Seed(T value) => value;
    }

    internal readonly struct Largest<T> : IOperation<T>
        where T : INumber<T>
    {
        static T IOperation<T>.Apply(T left, T right) => left > right ? left : right;

        T IOperation<T>.Seed(T value) => T.Zero - value;
    }

    private static void Tiled<TTile>(Index1D i, ArrayView<int> y, ArrayView<int> a)
        where TTile : struct, ITile
    {
        int[] sums = new int[TTile.Rows * TTile.Columns];
        for (int r = 0; r < TTile.Rows; r++)
        {
            for (int c = 0; c < TTile.Columns; c++)
            {
                sums[(r * TTile.Columns) + c] = (a[i] * r) + c;
            }
        }

        Span<int> more = stackalloc int[TTile.Columns];
        more[TTile.Columns - 1] = TTile.Area<TTile>();
        TTile tile = default;
        int total = more[^1] + tile.Twice(a[i]) + tile.Weight;
        if (TTile.Rows > 3)
        {
            total += 1000;
        }

        foreach (int s in sums)
        {
            total += s;
        }

        y[i] = total;
    }

    public static void SmallTiles(Index1D i, ArrayView<int> y, ArrayView<int> a) => Tiled<SmallTile>(i, y, a);

    public static void LargeTiles(Index1D i, ArrayView<int> y, ArrayView<int> a) => Tiled<LargeTile>(i, y, a);

    private static void Fold<T, TOperation>(Index1D i, ArrayView<T> y, ArrayView<T> a, ArrayView<T> b)
        where T : unmanaged, INumber<T>
        where TOperation : struct, IOperation<T>
    {
        TOperation operation = default;
        T value = operation.Seed(a[i]);
        for (int k = 0; k < 3; k++)
        {
            value = TOperation.Apply(value, b[i]);
        }

        y[i] = value;
    }

    public static void SumsOfFloats(Index1D i, ArrayView<float> y, ArrayView<float> a, ArrayView<float> b) => Fold<float, Sum<float>>(i, y, a, b);

    public static void LargestLongs(Index1D i, ArrayView<long> y, ArrayView<long> a, ArrayView<long> b) => Fold<long, Largest<long>>(i, y, a, b);

    public static void SumsOfBytes(Index1D i, ArrayView<byte> y, ArrayView<byte> a, ArrayView<byte> b) => Fold<byte, Sum<byte>>(i, y, a, b);

    private static T Reals<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T r = (a * b) + (a / (b + T.One)) - (-a % (T.One + T.One));
        r += T.Sqrt(T.Abs(a)) + T.Min(a, b) + T.Max(a, b) + T.CopySign(a, b) + T.FusedMultiplyAdd(a, b, r);
        if (T.IsNaN(r) || T.IsInfinity(a) || !T.IsFinite(b) || T.IsNegative(a))
        {
            r = T.Zero;
        }

        r += a < b ? T.Pi : a == b ? T.E : a >= T.Epsilon ? T.NegativeOne : T.NegativeZero;
        return r + T.Floor(b) + T.Round(a) + T.CreateTruncating(3) + T.CreateChecked(0.25f) + T.CreateSaturating(7L);
    }

    public static void GenericFloats(Index1D i, ArrayView<float> y, ArrayView<float> a, ArrayView<float> b) => y[i] = Reals(a[i], b[i]);

    public static void GenericDoubles(Index1D i, ArrayView<double> y, ArrayView<double> a, ArrayView<double> b) => y[i] = Reals(a[i], b[i]);

    private static T Integers<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T divisor = b == T.Zero || b == T.Zero - T.One ? T.One + T.One : b;
        T r = (a & b) | (a ^ ~b);
        r += (a / divisor) * (a % divisor);
        r ^= (a << 3) + (a >> 2) + (a >>> 1);
        r += T.PopCount(a) + T.LeadingZeroCount(b) + T.TrailingZeroCount(a) + T.RotateLeft(b, 5);
        r += a > b ? T.MaxValue : T.MinValue;
        r++;
        return T.IsZero(r) ? T.One : T.Max(r, a) + T.CreateTruncating(0x12345678) + (T.IsPow2(b) ? T.One : T.Zero);
    }

    public static void GenericInts(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b) => y[i] = Integers(a[i], b[i]);

    public static void GenericUInts(Index1D i, ArrayView<uint> y, ArrayView<uint> a, ArrayView<uint> b) => y[i] = Integers(a[i], b[i]);

    public static void GenericLongs(Index1D i, ArrayView<long> y, ArrayView<long> a, ArrayView<long> b) => y[i] = Integers(a[i], b[i]);

    public static void GenericULongs(Index1D i, ArrayView<ulong> y, ArrayView<ulong> a, ArrayView<ulong> b) => y[i] = Integers(a[i], b[i]);

    public static void GenericShorts(Index1D i, ArrayView<short> y, ArrayView<short> a, ArrayView<short> b) => y[i] = Integers(a[i], b[i]);

    private static int Truncate<T>(T value)
        where T : unmanaged, INumberBase<T>
        => int.CreateTruncating(value) ^ (int)long.CreateSaturating(value) ^ byte.CreateTruncating(value) ^ (int)float.CreateTruncating(value);

    public static void Creations(Index1D i, ArrayView<int> y, ArrayView<float> a, ArrayView<long> b) =>
        y[i] = Truncate(a[i]) ^ Truncate(b[i]) ^ Truncate((double)a[i]) ^ Truncate((ushort)b[i]);

    private static int TypeTests<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return (int)((float)(object)value * 2);
        }

        if (value is int number)
        {
            return number + 1;
        }

        return typeof(T) == typeof(byte) ? 5 : throw new NotSupportedException();
    }

    public static void FoldedTypeTests(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<float> b) =>
        y[i] = TypeTests(a[i]) + TypeTests(b[i]) + TypeTests((byte)3);
}
