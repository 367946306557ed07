using System.Numerics;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Conformance;

/// <content>Half and BFloat16: conversions of every value, and rounding next to every value and halfway between two.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void Half_EveryValue_Converts() => CheckEveryValue(BitConverter.UInt16BitsToHalf);

    [Fact]
    public void BFloat16_EveryValue_Converts() => CheckEveryValue(BFloat16.FromBits);

    [Fact]
    public void Half_RoundsLikeDotNet() => CheckRounding(BitConverter.UInt16BitsToHalf, 0x7C00);

    [Fact]
    public void BFloat16_RoundsLikeDotNet() => CheckRounding(BFloat16.FromBits, 0x7F80);

    [Fact]
    public void Half_BFloat16_ConvertToEachOther()
    {
        CheckUnary<Half, BFloat16, ConvertTo<Half, BFloat16>>(Every(BitConverter.UInt16BitsToHalf));
        CheckUnary<BFloat16, Half, ConvertTo<BFloat16, Half>>(Every(BFloat16.FromBits));
    }

    [Fact]
    public void Half_ShortVectors_MoveWhole()
    {
        CheckVectors<Half, Two<Half>>();
        CheckVectors<Half, Four<Half>>();
        CheckVectors<Half, Eight<Half>>();
    }

    [Fact]
    public void BFloat16_ShortVectors_MoveWhole()
    {
        CheckVectors<BFloat16, Two<BFloat16>>();
        CheckVectors<BFloat16, Four<BFloat16>>();
        CheckVectors<BFloat16, Eight<BFloat16>>();
    }

    private static void TwistVectors<T, TVector>(Index1D index, ArrayView<TVector> x, ArrayView<TVector> y)
        where T : unmanaged, INumber<T>
        where TVector : unmanaged, IShortVector<T, TVector>
        => y[index] = x[index].Twist(y[index]);

    private void CheckVectors<T, TVector>()
        where T : unmanaged, INumber<T>
        where TVector : unmanaged, IShortVector<T, TVector>
    {
        const int Count = 45;
        T[] values = [.. Enumerable.Range(0, Count * TVector.Lanes).Select(i => T.CreateTruncating(i % 199))];
        using DeviceBuffer<T> x = Device.Allocate<T>(values), y = Device.Allocate<T>([.. values.Reverse()]);
        Device.LoadKernel<Index1D, ArrayView<TVector>, ArrayView<TVector>>(TwistVectors<T, TVector>)
            .Launch(Device.DefaultStream, Count, x.View.Cast<TVector>(), y.View.Cast<TVector>());
        T[] expected = [.. values.Reverse()];
        Span<TVector> whole = MemoryMarshal.Cast<T, TVector>(expected.AsSpan());
        ReadOnlySpan<TVector> given = MemoryMarshal.Cast<T, TVector>(values);
        for (int i = 0; i < Count; i++)
        {
            whole[i] = given[i].Twist(whole[i]);
        }

        AssertSame(expected, y.ToArray());
    }

    private void CheckEveryValue<T>(Func<ushort, T> ofBits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = Every(ofBits);
        CheckConversions(values);
        CheckUnary<T, T, Negate<T>>(values);
        CheckUnary<T, T, SquareRoot<T>>(values);
        CheckUnary<T, T, RoundToEven<T>>(values);
        CheckUnary<T, byte, Classes<T>>(values);
    }

    private void CheckRounding<T>(Func<ushort, T> ofBits, ushort infinity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The value behind the largest finite one is where the exponent would go on; halfway to it overflow begins.
        double beyond = 2 * double.CreateTruncating(ofBits((ushort)(infinity - 1))) - double.CreateTruncating(ofBits((ushort)(infinity - 2)));
        var doubles = new List<double> { double.NaN, double.PositiveInfinity, double.MaxValue, double.Epsilon, float.Epsilon, float.MaxValue };
        for (int i = 0; i < infinity; i++)
        {
            double low = double.CreateTruncating(ofBits((ushort)i));
            double high = i + 1 == infinity ? beyond : double.CreateTruncating(ofBits((ushort)(i + 1)));
            double tie = (low + high) / 2;
            doubles.AddRange([low, Math.BitDecrement(tie), tie, Math.BitIncrement(tie), MathF.BitDecrement((float)tie), MathF.BitIncrement((float)tie)]);
        }

        double[] signed = [.. doubles, .. doubles.Select(d => -d)];
        CheckUnary<double, T, ConvertTo<double, T>>(signed);
        CheckUnary<float, T, ConvertTo<float, T>>(signed.Select(d => (float)d));
    }

    private static T[] Every<T>(Func<ushort, T> ofBits) => [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(i => ofBits((ushort)i))];

    private interface IShortVector<T, TVector>
    {
        static abstract int Lanes { get; }

        TVector Twist(TVector other);
    }

    private struct Two<T>(T a, T b) : IShortVector<T, Two<T>>
        where T : unmanaged, INumber<T>
    {
        public T A = a;
        public T B = b;

        public static int Lanes => 2;

        public readonly Two<T> Twist(Two<T> other) => new(B + other.A, A - other.B);
    }

    private struct Four<T>(Two<T> low, Two<T> high) : IShortVector<T, Four<T>>
        where T : unmanaged, INumber<T>
    {
        public Two<T> Low = low;
        public Two<T> High = high;

        public static int Lanes => 4;

        public readonly Four<T> Twist(Four<T> other) => new(High.Twist(other.Low), Low.Twist(other.High));
    }

    private struct Eight<T>(Four<T> low, Four<T> high) : IShortVector<T, Eight<T>>
        where T : unmanaged, INumber<T>
    {
        public Four<T> Low = low;
        public Four<T> High = high;

        public static int Lanes => 8;

        public readonly Eight<T> Twist(Eight<T> other) => new(High.Twist(other.Low), Low.Twist(other.High));
    }
}
