using System.Numerics;

namespace Panther.Jit.Dialect;

/// <content>Constants.</content>
public readonly partial struct BFloat16
{
    /// <summary>Gets 0.</summary>
    public static BFloat16 Zero => new(0x0000);

    /// <summary>Gets -0.</summary>
    public static BFloat16 NegativeZero => new(SignMask);

    /// <summary>Gets 1.</summary>
    public static BFloat16 One => new(0x3F80);

    /// <summary>Gets -1.</summary>
    public static BFloat16 NegativeOne => new(0xBF80);

    /// <summary>Gets the smallest positive number, 2^-133.</summary>
    public static BFloat16 Epsilon => new(0x0001);

    /// <summary>Gets the largest finite number, (2 - 2^-7) * 2^127.</summary>
    public static BFloat16 MaxValue => new(0x7F7F);

    /// <summary>Gets the lowest finite number, -(2 - 2^-7) * 2^127.</summary>
    public static BFloat16 MinValue => new(0xFF7F);

    /// <summary>Gets infinity.</summary>
    public static BFloat16 PositiveInfinity => new(InfinityBits);

    /// <summary>Gets minus infinity.</summary>
    public static BFloat16 NegativeInfinity => new(SignMask | InfinityBits);

    /// <summary>Gets not-a-number; the sign is set, as in <see cref="float.NaN"/>.</summary>
    public static BFloat16 NaN => new(SignMask | InfinityBits | QuietBit);

    /// <summary>Gets Euler's number, rounded to 2.71875.</summary>
    public static BFloat16 E => new(0x402E);

    /// <summary>Gets π, rounded to 3.140625.</summary>
    public static BFloat16 Pi => new(0x4049);

    /// <summary>Gets 2π, rounded to 6.28125.</summary>
    public static BFloat16 Tau => new(0x40C9);

    /// <inheritdoc/>
    static int INumberBase<BFloat16>.Radix => 2;

    /// <inheritdoc/>
    static BFloat16 IAdditiveIdentity<BFloat16, BFloat16>.AdditiveIdentity => Zero;

    /// <inheritdoc/>
    static BFloat16 IMultiplicativeIdentity<BFloat16, BFloat16>.MultiplicativeIdentity => One;

    /// <inheritdoc/>
    static BFloat16 IBinaryNumber<BFloat16>.AllBitsSet => new(0xFFFF);
}
