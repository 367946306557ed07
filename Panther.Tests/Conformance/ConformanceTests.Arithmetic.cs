using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Tests.Conformance;

/// <content>Arithmetic of every scalar type.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void Floats_RoundingOfAKnownNaN_IsNaN()
    {
        Assert.All(Launch(new KernelConfig(1, 1), new float[4], RoundNaN), value => Assert.True(float.IsNaN(value)));
        Assert.All(Launch(new KernelConfig(1, 1), new double[4], RoundNaN), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Integers_SByte() => CheckIntegers<sbyte>();

    [Fact]
    public void Integers_Byte() => CheckIntegers<byte>();

    [Fact]
    public void Integers_Int16() => CheckIntegers<short>();

    [Fact]
    public void Integers_UInt16() => CheckIntegers<ushort>();

    [Fact]
    public void Integers_Int32() => CheckIntegers<int>();

    [Fact]
    public void Integers_UInt32() => CheckIntegers<uint>();

    [Fact]
    public void Integers_Int64() => CheckIntegers<long>();

    [Fact]
    public void Integers_UInt64() => CheckIntegers<ulong>();

    [Fact]
    public void Floats_Single() => CheckFloats<float>();

    [Fact]
    public void Floats_Double() => CheckFloats<double>();

    [Fact]
    public void Floats_Half() => CheckFloats<Half>();

    [Fact]
    public void Floats_BFloat16() => CheckFloats<BFloat16>();

    [Fact]
    public void Bits_AllFunctions()
    {
        CheckUnary<uint, int, PopulationCount>(Operands.Integers<uint>());
        CheckUnary<uint, int, LeadingZeros>(Operands.Integers<uint>());
        CheckUnary<ulong, int, TrailingZeros>(Operands.Integers<ulong>());
        CheckBinary<uint, uint, RotateLeft>(Operands.Pairs(Operands.Integers<uint>()));
        CheckUnary<float, uint, BitsOfSingle>(Operands.Floats<float>().Where(v => !float.IsNaN(v)));
        CheckUnary<ulong, double, DoubleOfBits>(Operands.Integers<ulong>());
    }

    private void CheckIntegers<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T[] values = Operands.Integers<T>();
        (T X, T Y)[] pairs = [.. Operands.Pairs(values)];
        CheckBinary<T, T, Add<T>>(pairs);
        CheckBinary<T, T, Subtract<T>>(pairs);
        CheckBinary<T, T, Multiply<T>>(pairs);

        // .NET throws where these are undefined in a kernel.
        (T X, T Y)[] defined = [.. pairs.Where(p => p.Y != T.Zero && !(p.X == T.MinValue && p.Y == T.CreateTruncating(-1)))];
        CheckBinary<T, T, Divide<T>>(defined);
        CheckBinary<T, T, Remainder<T>>(defined);
        CheckBinary<T, T, Minimum<T>>(pairs);
        CheckBinary<T, T, Maximum<T>>(pairs);
        CheckBinary<T, T, And<T>>(pairs);
        CheckBinary<T, T, Or<T>>(pairs);
        CheckBinary<T, T, Xor<T>>(pairs);
        CheckBinary<T, T, ShiftLeft<T>>(pairs);
        CheckBinary<T, T, ShiftRight<T>>(pairs);
        CheckBinary<T, T, ShiftRightUnsigned<T>>(pairs);
        CheckUnary<T, T, Negate<T>>(values);
        CheckUnary<T, T, Complement<T>>(values);
        CheckComparisons<T>(pairs);
    }

    private void CheckFloats<T>()
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        T[] values = Operands.Floats<T>();
        (T X, T Y)[] pairs = [.. Operands.Pairs(values)];
        CheckBinary<T, T, Add<T>>(pairs);
        CheckBinary<T, T, Subtract<T>>(pairs);
        CheckBinary<T, T, Multiply<T>>(pairs);
        CheckBinary<T, T, Divide<T>>(pairs);
        CheckBinary<T, T, Remainder<T>>(pairs);
        CheckBinary<T, T, Minimum<T>>(pairs);
        CheckBinary<T, T, Maximum<T>>(pairs);
        CheckBinary<T, T, WithSign<T>>(pairs);
        CheckUnary<T, T, Negate<T>>(values);
        CheckUnary<T, T, SquareRoot<T>>(values);
        CheckUnary<T, T, Magnitude<T>>(values);
        CheckUnary<T, T, RoundDown<T>>(values);
        CheckUnary<T, T, RoundUp<T>>(values);
        CheckUnary<T, T, RoundToZero<T>>(values);
        CheckUnary<T, T, RoundToEven<T>>(values);
        CheckTernary<T, FusedMultiplyAdd<T>>(Operands.Triples(values));
        CheckTernary<T, MultiplyThenAdd<T>>(Operands.Triples(values));
        CheckComparisons<T>(pairs);
    }

    private void CheckComparisons<T>((T X, T Y)[] pairs)
        where T : unmanaged, INumber<T>
    {
        CheckBinary<T, byte, Less<T>>(pairs);
        CheckBinary<T, byte, LessOrEqual<T>>(pairs);
        CheckBinary<T, byte, NotGreater<T>>(pairs);
        CheckBinary<T, byte, AreEqual<T>>(pairs);
    }

    private static void RoundNaN<T>(ArrayView<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T nan = T.NaN + data[0];
        data[0] = T.Floor(nan);
        data[1] = T.Ceiling(nan);
        data[2] = T.Truncate(nan);
        data[3] = T.Round(nan);
    }
}
