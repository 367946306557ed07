using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Tests.Conformance;

internal interface IUnary<T, TResult>
{
    static abstract TResult Apply(T x);
}

internal interface IBinary<T, TResult>
{
    static abstract TResult Apply(T x, T y);
}

internal interface ITernary<T>
{
    static abstract T Apply(T x, T y, T z);
}

internal struct Add<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => unchecked(x + y);
}

internal struct Subtract<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => unchecked(x - y);
}

internal struct Multiply<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => unchecked(x * y);
}

internal struct Divide<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => x / y;
}

internal struct Remainder<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => x % y;
}

internal struct Minimum<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => T.Min(x, y);
}

internal struct Maximum<T> : IBinary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x, T y) => T.Max(x, y);
}

internal struct Less<T> : IBinary<T, byte>
    where T : INumber<T>
{
    public static byte Apply(T x, T y) => x < y ? (byte)1 : (byte)0;
}

internal struct LessOrEqual<T> : IBinary<T, byte>
    where T : INumber<T>
{
    public static byte Apply(T x, T y) => x <= y ? (byte)1 : (byte)0;
}

internal struct NotGreater<T> : IBinary<T, byte>
    where T : INumber<T>
{
    public static byte Apply(T x, T y) => !(x > y) ? (byte)1 : (byte)0;
}

internal struct AreEqual<T> : IBinary<T, byte>
    where T : INumber<T>
{
    public static byte Apply(T x, T y) => x == y ? (byte)1 : (byte)0;
}

internal struct Negate<T> : IUnary<T, T>
    where T : INumber<T>
{
    public static T Apply(T x) => unchecked(-x);
}

internal struct And<T> : IBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x, T y) => x & y;
}

internal struct Or<T> : IBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x, T y) => x | y;
}

internal struct Xor<T> : IBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x, T y) => x ^ y;
}

internal struct Complement<T> : IUnary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x) => ~x;
}

internal struct ShiftLeft<T> : IBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x, T y) => x << int.CreateTruncating(y);
}

internal struct ShiftRight<T> : IBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x, T y) => x >> int.CreateTruncating(y);
}

internal struct ShiftRightUnsigned<T> : IBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T x, T y) => x >>> int.CreateTruncating(y);
}

internal struct SquareRoot<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x) => T.Sqrt(x);
}

internal struct Magnitude<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x) => T.Abs(x);
}

internal struct RoundDown<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x) => T.Floor(x);
}

internal struct RoundUp<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x) => T.Ceiling(x);
}

internal struct RoundToZero<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x) => T.Truncate(x);
}

internal struct RoundToEven<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x) => T.Round(x);
}

internal struct WithSign<T> : IBinary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x, T y) => T.CopySign(x, y);
}

internal struct FusedMultiplyAdd<T> : ITernary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x, T y, T z) => T.FusedMultiplyAdd(x, y, z);
}

/// <summary>Must round twice: no device may contract what the source does not.</summary>
internal struct MultiplyThenAdd<T> : ITernary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Apply(T x, T y, T z) => (x * y) + z;
}

internal struct ConvertTo<T, TResult> : IUnary<T, TResult>
    where T : INumber<T>
    where TResult : INumber<TResult>
{
    public static TResult Apply(T x) => TResult.CreateTruncating(x);
}

internal struct Classes<T> : IUnary<T, byte>
    where T : IFloatingPointIeee754<T>
{
    public static byte Apply(T x) => (byte)((T.IsNaN(x) ? 1 : 0) | (T.IsInfinity(x) ? 2 : 0) | (T.IsFinite(x) ? 4 : 0) | (T.IsNegative(x) ? 8 : 0)
        | (T.IsSubnormal(x) ? 16 : 0) | (T.IsNormal(x) ? 32 : 0) | (T.IsZero(x) ? 64 : 0) | (T.IsInteger(x) ? 128 : 0));
}

internal struct PopulationCount : IUnary<uint, int>
{
    public static int Apply(uint x) => BitOperations.PopCount(x);
}

internal struct LeadingZeros : IUnary<uint, int>
{
    public static int Apply(uint x) => BitOperations.LeadingZeroCount(x);
}

internal struct TrailingZeros : IUnary<ulong, int>
{
    public static int Apply(ulong x) => BitOperations.TrailingZeroCount(x);
}

internal struct RotateLeft : IBinary<uint, uint>
{
    public static uint Apply(uint x, uint y) => BitOperations.RotateLeft(x, (int)y);
}

internal struct BitsOfSingle : IUnary<float, uint>
{
    public static uint Apply(float x) => Interop.FloatAsInt(x);
}

internal struct DoubleOfBits : IUnary<ulong, double>
{
    public static double Apply(ulong x) => Interop.IntAsFloat(x);
}
