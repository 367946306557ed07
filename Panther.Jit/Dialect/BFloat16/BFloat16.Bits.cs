using System.Numerics;

namespace Panther.Jit.Dialect;

/// <content>The number as bits: neighbours, bitwise operators, exponent and significand.</content>
public readonly partial struct BFloat16
{
    /// <inheritdoc/>
    public static BFloat16 BitIncrement(BFloat16 x) => IsNaN(x) || IsPositiveInfinity(x) ? x
        : x.bits == SignMask ? Epsilon
        : new((ushort)(IsNegative(x) ? x.bits - 1 : x.bits + 1));

    /// <inheritdoc/>
    public static BFloat16 BitDecrement(BFloat16 x) => -BitIncrement(-x);

    /// <inheritdoc/>
    static BFloat16 IBitwiseOperators<BFloat16, BFloat16, BFloat16>.operator &(BFloat16 left, BFloat16 right) => new((ushort)(left.bits & right.bits));

    /// <inheritdoc/>
    static BFloat16 IBitwiseOperators<BFloat16, BFloat16, BFloat16>.operator |(BFloat16 left, BFloat16 right) => new((ushort)(left.bits | right.bits));

    /// <inheritdoc/>
    static BFloat16 IBitwiseOperators<BFloat16, BFloat16, BFloat16>.operator ^(BFloat16 left, BFloat16 right) => new((ushort)(left.bits ^ right.bits));

    /// <inheritdoc/>
    static BFloat16 IBitwiseOperators<BFloat16, BFloat16, BFloat16>.operator ~(BFloat16 value) => new((ushort)~value.bits);

    /// <inheritdoc/>
    int IFloatingPoint<BFloat16>.GetExponentByteCount() => sizeof(sbyte);

    /// <inheritdoc/>
    int IFloatingPoint<BFloat16>.GetExponentShortestBitLength() =>
        Exponent >= 0 ? 8 - sbyte.LeadingZeroCount(Exponent) : 9 - sbyte.LeadingZeroCount((sbyte)~Exponent);

    /// <inheritdoc/>
    int IFloatingPoint<BFloat16>.GetSignificandBitLength() => 8;

    /// <inheritdoc/>
    int IFloatingPoint<BFloat16>.GetSignificandByteCount() => sizeof(byte);

    /// <inheritdoc/>
    bool IFloatingPoint<BFloat16>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) => TryWrite((byte)Exponent, destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<BFloat16>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) => TryWrite((byte)Exponent, destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<BFloat16>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) => TryWrite(Significand, destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<BFloat16>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) => TryWrite(Significand, destination, out bytesWritten);

    private sbyte Exponent => (sbyte)(((bits & InfinityBits) >> 7) - 127);

    /// <summary>Gets the significand with the leading bit that is not stored.</summary>
    private byte Significand => (byte)((bits & 0x7F) | ((bits & InfinityBits) != 0 ? 0x80 : 0));

    private static bool TryWrite(byte value, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = destination.IsEmpty ? 0 : 1;
        if (!destination.IsEmpty)
        {
            destination[0] = value;
        }

        return bytesWritten != 0;
    }
}
