using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.Dialect;

/// <summary>BFloat16 on the host. The compiler's own format, which rounds from double in one step, is the second opinion.</summary>
public sealed class BFloat16Tests
{
    [Fact]
    public void Widening_EveryValue_IsExactAndComesBack()
    {
        for (int i = 0; i <= ushort.MaxValue; i++)
        {
            BFloat16 value = BFloat16.FromBits((ushort)i);
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits((float)value));
            if (!BFloat16.IsNaN(value))
            {
                Assert.Equal(i, ((BFloat16)(float)value).ToBits());
                Assert.Equal(i, ((BFloat16)(double)value).ToBits());
                Assert.Equal(value, BFloat16.Parse(value.ToString(), null));
            }
        }
    }

    [Fact]
    public void Rounding_NeighboursAndTiesOfEveryValue_RoundOnceToNearestEven()
    {
        for (int i = 0; i < 0x7F80; i++)
        {
            double low = (double)BFloat16.FromBits((ushort)i);
            double high = i == 0x7F7F ? 2 * low - (double)BFloat16.FromBits(0x7F7E) : (double)BFloat16.FromBits((ushort)(i + 1));
            double tie = (low + high) / 2;
            foreach (double value in (ReadOnlySpan<double>)[low, Math.BitIncrement(low), Math.BitDecrement(tie), tie, Math.BitIncrement(tie), Math.BitDecrement(high)])
            {
                ulong expected = FloatFormat.Encode(IrType.BFloat16, value);
                Assert.Equal(expected, ((BFloat16)value).ToBits());
                Assert.Equal(expected | 0x8000, ((BFloat16)(-value)).ToBits());
                Assert.Equal(FloatFormat.Encode(IrType.BFloat16, (float)value), ((BFloat16)(float)value).ToBits());
            }
        }
    }

    [Theory]
    [InlineData(0x7F800001u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFF80FFFFu)]
    public void Rounding_NaN_StaysQuietWithItsSign(uint bits)
    {
        BFloat16 value = (BFloat16)BitConverter.UInt32BitsToSingle(bits);
        Assert.True(BFloat16.IsNaN(value));
        Assert.Equal(0x40, value.ToBits() & 0x40);
        Assert.Equal(bits >> 31, (uint)value.ToBits() >> 15);
    }

    [Fact]
    public void Neighbours_EveryFiniteValue_AreNextToIt()
    {
        for (int i = 0; i < 0x7F80; i++)
        {
            BFloat16 value = BFloat16.FromBits((ushort)i);
            Assert.Equal(i + 1, BFloat16.BitIncrement(value).ToBits());
            Assert.Equal(value, BFloat16.BitDecrement(BFloat16.BitIncrement(value)));
        }

        Assert.Equal(0x8001, BFloat16.BitDecrement(BFloat16.Zero).ToBits());
    }

    [Fact]
    public void Constants_AgainstDouble_AreTheNearest()
    {
        Assert.Equal((BFloat16)Math.PI, BFloat16.Pi);
        Assert.Equal((BFloat16)Math.Tau, BFloat16.Tau);
        Assert.Equal((BFloat16)Math.E, BFloat16.E);
        Assert.Equal(Math.ScaleB(1, -133), (double)BFloat16.Epsilon);
        Assert.Equal(Math.ScaleB(2 - Math.ScaleB(1, -7), 127), (double)BFloat16.MaxValue);
        Assert.True(BFloat16.IsNaN(BFloat16.NaN));
        Assert.Equal(BFloat16.PositiveInfinity, BFloat16.MaxValue + BFloat16.MaxValue);
    }

    [Fact]
    public void CreateX_OfOtherTypes_ConvertsBothWays()
    {
        Assert.Equal((BFloat16)(-3), Truncated<BFloat16, long>(-3));
        Assert.Equal((BFloat16)1.5, Truncated<BFloat16, Half>((Half)1.5));
        Assert.Equal((Half)1.5, Half.CreateSaturating((BFloat16)1.5));
        Assert.Equal(byte.MaxValue, byte.CreateSaturating((BFloat16)1000));
        Assert.Throws<OverflowException>(() => byte.CreateChecked((BFloat16)1000));
        Assert.Equal(2, (int)(BFloat16)2.75);
    }

    private static T Truncated<T, TOther>(TOther value)
        where T : INumber<T>
        where TOther : INumber<TOther> => T.CreateTruncating(value);
}
