using System.Numerics;

namespace Panther.Jit.Dialect;

/// <summary>
/// A floating-point number of 16 bits with the exponent of <see cref="float"/>: 1 sign bit, 8 exponent bits, 7 stored bits of significand.
/// It reaches as far as <see cref="float"/> does (3.39e38) with 2 to 3 decimal digits.
/// </summary>
/// <remarks>
/// Arithmetic is that of <see cref="Half"/> in .NET: the operands are widened to <see cref="float"/>, which is exact, one operation is computed there,
/// and its result is rounded back to the nearest value, ties to even. For + - * / and the square root that is the correctly rounded result, since
/// float has more than twice the digits plus two (Figueroa, 1995). Not-a-number stays quiet. The same bits come out of a kernel on every device.
/// </remarks>
public readonly partial struct BFloat16 : IBinaryFloatingPointIeee754<BFloat16>, IMinMaxValue<BFloat16>
{
    private const ushort SignMask = 0x8000;
    private const ushort InfinityBits = 0x7F80;
    private const ushort QuietBit = 0x0040;

    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <summary>Returns the number that has the given bits: sign, 8 bits of exponent with a bias of 127, 7 bits of significand.</summary>
    /// <param name="bits">The bits.</param>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>Returns the bits of the number: sign, 8 bits of exponent with a bias of 127, 7 bits of significand.</summary>
    public ushort ToBits() => bits;
}
