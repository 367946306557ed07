using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Tests.Conformance;

/// <content>Conversions between all pairs of scalar types; .NET's own results decide, saturation and NaN included.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void Conversions_FromSmallIntegers()
    {
        CheckConversions(Operands.Integers<sbyte>());
        CheckConversions(Operands.Integers<byte>());
        CheckConversions(Operands.Integers<short>());
        CheckConversions(Operands.Integers<ushort>());
    }

    [Fact]
    public void Conversions_FromIntegers()
    {
        CheckConversions(Operands.Integers<int>());
        CheckConversions(Operands.Integers<uint>());
        CheckConversions(Operands.Integers<long>());
        CheckConversions(Operands.Integers<ulong>());
    }

    [Fact]
    public void Conversions_FromFloats()
    {
        CheckConversions(Operands.Floats<float>());
        CheckConversions(Operands.Floats<double>());
    }

    private void CheckConversions<T>(T[] values)
        where T : unmanaged, INumber<T>
    {
        CheckUnary<T, sbyte, ConvertTo<T, sbyte>>(values);
        CheckUnary<T, byte, ConvertTo<T, byte>>(values);
        CheckUnary<T, short, ConvertTo<T, short>>(values);
        CheckUnary<T, ushort, ConvertTo<T, ushort>>(values);
        CheckUnary<T, int, ConvertTo<T, int>>(values);
        CheckUnary<T, uint, ConvertTo<T, uint>>(values);
        CheckUnary<T, long, ConvertTo<T, long>>(values);
        CheckUnary<T, ulong, ConvertTo<T, ulong>>(values);
        CheckUnary<T, float, ConvertTo<T, float>>(values);
        CheckUnary<T, double, ConvertTo<T, double>>(values);
        CheckUnary<T, Half, ConvertTo<T, Half>>(values);
        CheckUnary<T, BFloat16, ConvertTo<T, BFloat16>>(values);
    }
}
