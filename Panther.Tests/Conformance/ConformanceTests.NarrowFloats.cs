using System.Numerics;
using Panther.Jit.Dialect;

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
}
