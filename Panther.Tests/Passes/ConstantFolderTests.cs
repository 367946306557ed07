using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.Passes;

public class ConstantFolderTests
{
    private static readonly int[] Ints = [0, 1, -1, 2, 7, -13, 31, 32, 33, 100, int.MaxValue, int.MinValue, 0x5A5A5A5A];

    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.1f, -0.3f, 1.5f, 2.5f, -2.5f, 16777217f, 3e9f, -3e9f, 1e19f, -1e19f, 1e-40f, float.MaxValue, float.Epsilon,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    [Fact]
    public void Binary_Int32_MatchesDotNet()
    {
        foreach (int a in Ints)
        {
            foreach (int b in Ints)
            {
                Check(BinaryOp.Add, a, b, a + b);
                Check(BinaryOp.Sub, a, b, a - b);
                Check(BinaryOp.Mul, a, b, a * b);
                Check(BinaryOp.ShiftLeft, a, b, a << b);
                Check(BinaryOp.ShiftRightSigned, a, b, a >> b);
                Check(BinaryOp.ShiftRightUnsigned, a, b, a >>> b);
                Check(BinaryOp.MulHighSigned, a, b, (int)(((long)a * b) >> 32));
                Check(BinaryOp.MulHighUnsigned, a, b, (int)(((ulong)(uint)a * (uint)b) >> 32));
                Check(BinaryOp.MinUnsigned, a, b, (int)Math.Min((uint)a, (uint)b));
                if (b != 0)
                {
                    Check(BinaryOp.DivUnsigned, a, b, (int)((uint)a / (uint)b));
                    Check(BinaryOp.RemUnsigned, a, b, (int)((uint)a % (uint)b));
                }

                if (b != 0 && (b != -1 || a != int.MinValue))
                {
                    Check(BinaryOp.DivSigned, a, b, a / b);
                    Check(BinaryOp.RemSigned, a, b, a % b);
                }
            }
        }

        static void Check(BinaryOp op, int a, int b, int expected)
        {
            Assert.True(ConstantFolder.TryBinary(op, IrType.Int32, (uint)a, (uint)b, out ulong bits));
            Assert.Equal((uint)expected, bits);
        }
    }

    [Theory]
    [InlineData(BinaryOp.DivSigned, 5, 0)]
    [InlineData(BinaryOp.RemUnsigned, 5, 0)]
    [InlineData(BinaryOp.DivSigned, int.MinValue, -1)]
    [InlineData(BinaryOp.RemSigned, int.MinValue, -1)]
    internal void Fold_UndefinedDivision_GivesNull(BinaryOp op, int a, int b)
    {
        var function = new KernelFunction("f");
        var instruction = new BinaryInstruction(op, function.Int32(a), function.Int32(b));
        Assert.Null(ConstantFolder.Fold(function, instruction));
    }

    [Fact]
    public void Binary_Float_MatchesDotNet()
    {
        foreach (float a in Floats)
        {
            foreach (float b in Floats)
            {
                Check(BinaryOp.Add, a, b, a + b);
                Check(BinaryOp.Sub, a, b, a - b);
                Check(BinaryOp.Mul, a, b, a * b);
                Check(BinaryOp.DivFloat, a, b, a / b);
                Check(BinaryOp.RemFloat, a, b, a % b);
                Check(BinaryOp.MinFloat, a, b, MathF.Min(a, b));
                Check(BinaryOp.MaxFloat, a, b, MathF.Max(a, b));
                foreach (float c in Floats)
                {
                    ulong bits = FloatFormat.FusedMultiplyAdd(IrType.Float32, Bits(a), Bits(b), Bits(c));
                    AssertSame(MathF.FusedMultiplyAdd(a, b, c), bits);
                }

                Assert.Equal(a < b, ConstantFolder.Compare(CompareOp.LessOrdered, IrType.Float32, Bits(a), Bits(b)));
                Assert.Equal(!(a >= b), ConstantFolder.Compare(CompareOp.LessUnordered, IrType.Float32, Bits(a), Bits(b)));
                Assert.Equal(a != b, ConstantFolder.Compare(CompareOp.NotEqualUnordered, IrType.Float32, Bits(a), Bits(b)));
            }
        }

        static void Check(BinaryOp op, float a, float b, float expected)
        {
            Assert.True(ConstantFolder.TryBinary(op, IrType.Float32, Bits(a), Bits(b), out ulong bits));
            AssertSame(expected, bits);
        }
    }

    [Fact]
    public void FusedMultiplyAdd_RandomFloats_MatchesDotNet()
    {
        var random = new Random(7);
        for (int i = 0; i < 20000; i++)
        {
            float a = BitConverter.Int32BitsToSingle(random.Next());
            float b = BitConverter.Int32BitsToSingle(random.Next());
            float c = i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next()) : -a * b * (1 + (random.Next(3) * 1e-7f));
            AssertSame(MathF.FusedMultiplyAdd(a, b, c), FloatFormat.FusedMultiplyAdd(IrType.Float32, Bits(a), Bits(b), Bits(c)));
        }
    }

    [Fact]
    public void Convert_FloatToInteger_SaturatesAsDotNetDoes()
    {
        foreach (float a in Floats)
        {
            Assert.Equal((uint)(int)a, ConstantFolder.Convert(ConvertOp.FloatToSigned, IrType.Float32, IrType.Int32, Bits(a)));
            Assert.Equal((ulong)(long)a, ConstantFolder.Convert(ConvertOp.FloatToSigned, IrType.Float32, IrType.Int64, Bits(a)));
            Assert.Equal((uint)a, ConstantFolder.Convert(ConvertOp.FloatToUnsigned, IrType.Float32, IrType.Int32, Bits(a)));
            Assert.Equal((ulong)a, ConstantFolder.Convert(ConvertOp.FloatToUnsigned, IrType.Float32, IrType.Int64, Bits(a)));
            Assert.Equal(BitConverter.HalfToUInt16Bits((Half)a), ConstantFolder.Convert(ConvertOp.FloatToFloat, IrType.Float32, IrType.Float16, Bits(a)));
        }
    }

    [Fact]
    public void Convert_IntegerToFloat_RoundsOnce()
    {
        var random = new Random(3);
        for (int i = 0; i < 20000; i++)
        {
            long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(40);
            AssertSame((float)value, ConstantFolder.Convert(ConvertOp.SignedToFloat, IrType.Int64, IrType.Float32, (ulong)value));
            ulong unsigned = (ulong)value;
            AssertSame((float)unsigned, ConstantFolder.Convert(ConvertOp.UnsignedToFloat, IrType.Int64, IrType.Float32, unsigned));
            Assert.Equal(
                BitConverter.DoubleToUInt64Bits(unsigned),
                ConstantFolder.Convert(ConvertOp.UnsignedToFloat, IrType.Int64, IrType.Float64, unsigned));
        }
    }

    [Theory]
    [InlineData(1.0, 0x3F80)]
    [InlineData(1.00390625, 0x3F80)] // the tie below goes to even
    [InlineData(1.01171875, 0x3F82)] // the tie above goes to even
    [InlineData(1.003906250000001, 0x3F81)] // just above a tie, which float cannot tell
    [InlineData(3.5e38, 0x7F80)]
    public void Encode_BFloat16_RoundsToNearestEven(double value, int expected) =>
        Assert.Equal((ulong)expected, FloatFormat.Encode(IrType.BFloat16, value));

    private static ulong Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>Any NaN is as good as another.</summary>
    private static void AssertSame(float expected, ulong bits)
    {
        float actual = BitConverter.UInt32BitsToSingle((uint)bits);
        Assert.True(float.IsNaN(expected) ? float.IsNaN(actual) : Bits(expected) == bits, $"expected {expected:R}, got {actual:R}");
    }
}
