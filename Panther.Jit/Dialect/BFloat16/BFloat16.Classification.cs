using System.Numerics;

namespace Panther.Jit.Dialect;

/// <content>What kind of number it is.</content>
public readonly partial struct BFloat16
{
    /// <inheritdoc/>
    public static bool IsNaN(BFloat16 value) => (value.bits & ~SignMask) > InfinityBits;

    /// <inheritdoc/>
    public static bool IsFinite(BFloat16 value) => (value.bits & InfinityBits) != InfinityBits;

    /// <inheritdoc/>
    public static bool IsInfinity(BFloat16 value) => (value.bits & ~SignMask) == InfinityBits;

    /// <inheritdoc/>
    public static bool IsPositiveInfinity(BFloat16 value) => value.bits == InfinityBits;

    /// <inheritdoc/>
    public static bool IsNegativeInfinity(BFloat16 value) => value.bits == (SignMask | InfinityBits);

    /// <inheritdoc/>
    public static bool IsNegative(BFloat16 value) => (value.bits & SignMask) != 0;

    /// <inheritdoc/>
    public static bool IsPositive(BFloat16 value) => (value.bits & SignMask) == 0;

    /// <inheritdoc/>
    public static bool IsNormal(BFloat16 value) => (value.bits & InfinityBits) is not (0 or InfinityBits);

    /// <inheritdoc/>
    public static bool IsSubnormal(BFloat16 value) => (value.bits & InfinityBits) == 0 && (value.bits & ~SignMask) != 0;

    /// <inheritdoc/>
    public static bool IsInteger(BFloat16 value) => float.IsInteger((float)value);

    /// <inheritdoc/>
    public static bool IsEvenInteger(BFloat16 value) => float.IsEvenInteger((float)value);

    /// <inheritdoc/>
    public static bool IsOddInteger(BFloat16 value) => float.IsOddInteger((float)value);

    /// <inheritdoc/>
    public static bool IsRealNumber(BFloat16 value) => !IsNaN(value);

    /// <inheritdoc/>
    public static bool IsPow2(BFloat16 value) => float.IsPow2((float)value);

    /// <inheritdoc/>
    static bool INumberBase<BFloat16>.IsCanonical(BFloat16 value) => true;

    /// <inheritdoc/>
    static bool INumberBase<BFloat16>.IsComplexNumber(BFloat16 value) => false;

    /// <inheritdoc/>
    static bool INumberBase<BFloat16>.IsImaginaryNumber(BFloat16 value) => false;

    /// <inheritdoc/>
    static bool INumberBase<BFloat16>.IsZero(BFloat16 value) => (value.bits & ~SignMask) == 0;
}
