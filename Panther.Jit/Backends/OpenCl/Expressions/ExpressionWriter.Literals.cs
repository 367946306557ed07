using System.Globalization;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>Constants, exact to the bit.</content>
internal sealed partial class ExpressionWriter
{
    /// <summary>Decimal numbers with more digits than this are no easier to read than their bits.</summary>
    private const int MostDigits = 7;

    private const long MostDecimal = 1 << 20;

    private static Expression Literal(Constant constant, bool isUnsigned)
    {
        OpenClType type = constant.Type.IsPointer ? OpenClType.ULong : OpenClType.Of(constant.Type, isUnsigned);
        string text = constant.Type.Kind switch
        {
            ScalarKind.Bool => constant.AsBool ? "true" : "false",
            ScalarKind.Float32 => SingleText(constant),
            ScalarKind.Float64 => DoubleText(constant),
            ScalarKind.Float16 or ScalarKind.BFloat16 => $"0x{constant.Bits:x4}",
            _ => IntegerText(constant, type),
        };
        return new Expression(text, text.StartsWith('-') ? Precedence.Unary : Precedence.Primary, type);
    }

    private static string IntegerText(Constant constant, OpenClType type)
    {
        bool isWide = type.Bits == 64;
        if (!type.IsUnsigned)
        {
            long value = constant.AsInt64;
            return value == long.MinValue ? "LONG_MIN"
                : value == int.MinValue && !isWide ? "INT_MIN"
                : value <= MostDecimal ? value.ToString(CultureInfo.InvariantCulture) + (isWide ? "L" : string.Empty)
                : string.Create(CultureInfo.InvariantCulture, $"0x{value:x}{(isWide ? "L" : string.Empty)}");
        }

        string digits = constant.Bits <= MostDecimal
            ? constant.Bits.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"0x{constant.Bits:x}");
        return digits + (isWide ? "UL" : type.Bits == 32 ? "u" : string.Empty);
    }

    private static string SingleText(Constant constant)
    {
        float value = constant.AsSingle;
        return float.IsNaN(value) ? $"as_float(0x{constant.Bits:x8}u)"
            : float.IsInfinity(value) ? (value > 0 ? "INFINITY" : "-INFINITY")
            : Decimal(value.ToString("R", CultureInfo.InvariantCulture)) is { } text ? text + "f"
            : HexFloat(constant.Bits >> 31 != 0, (int)((constant.Bits >> 23) & 0xFF), (constant.Bits & 0x7FFFFF) << 29, 127) + "f";
    }

    private static string DoubleText(Constant constant)
    {
        double value = constant.AsDouble;
        return double.IsFinite(value)
            ? Decimal(value.ToString("R", CultureInfo.InvariantCulture))
                ?? HexFloat(constant.Bits >> 63 != 0, (int)((constant.Bits >> 52) & 0x7FF), constant.Bits & 0xFFFFFFFFFFFFF, 1023)
            : $"as_double(0x{constant.Bits:x16}UL)";
    }

    /// <summary>Returns the shortest decimal number that gives the value back, if it is short.</summary>
    private static string? Decimal(string text)
    {
        if (text.Count(char.IsAsciiDigit) > MostDigits)
        {
            return null;
        }

        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    private static string HexFloat(bool isNegative, int exponent, ulong fraction, int bias)
    {
        string digits = fraction.ToString("x13", CultureInfo.InvariantCulture).TrimEnd('0');
        int power = exponent == 0 ? 1 - bias : exponent - bias;
        string point = digits.Length == 0 ? string.Empty : "." + digits;
        return string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : string.Empty)}0x{(exponent == 0 ? 0 : 1)}{point}p{power:+0;-0;+0}");
    }
}
