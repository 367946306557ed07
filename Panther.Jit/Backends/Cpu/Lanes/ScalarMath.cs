using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Jit.Backends.Cpu.Lanes;

/// <summary>Scalar operations that have no instruction of their own in IL, or that must not trap as IL's do.</summary>
internal static class ScalarMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Select<T>(int condition, T whenTrue, T whenFalse) => condition != 0 ? whenTrue : whenFalse;

    /// <summary>Division whose undefined cases give something instead of an exception: code may run ahead of the test that guards it.</summary>
    public static int Divide(int a, int b) => b switch { 0 => 0, -1 => unchecked(-a), _ => a / b };

    public static uint Divide(uint a, uint b) => b == 0 ? 0 : a / b;

    public static long Divide(long a, long b) => b switch { 0 => 0, -1 => unchecked(-a), _ => a / b };

    public static ulong Divide(ulong a, ulong b) => b == 0 ? 0 : a / b;

    public static int Remainder(int a, int b) => b is 0 or -1 ? 0 : a % b;

    public static uint Remainder(uint a, uint b) => b == 0 ? 0 : a % b;

    public static long Remainder(long a, long b) => b is 0 or -1 ? 0 : a % b;

    public static ulong Remainder(ulong a, ulong b) => b == 0 ? 0 : a % b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MultiplyHigh(int a, int b) => (int)(((long)a * b) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint MultiplyHigh(uint a, uint b) => (uint)(((ulong)a * b) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long MultiplyHigh(long a, long b) => Math.BigMul(a, b, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyHigh(ulong a, ulong b) => Math.BigMul(a, b, out ulong _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PopCount(int value) => BitOperations.PopCount((uint)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long PopCount(long value) => BitOperations.PopCount((ulong)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeros(int value) => BitOperations.LeadingZeroCount((uint)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LeadingZeros(long value) => BitOperations.LeadingZeroCount((ulong)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeros(int value) => BitOperations.TrailingZeroCount((uint)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TrailingZeros(long value) => BitOperations.TrailingZeroCount((ulong)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Abs(int value) => value < 0 ? unchecked(-value) : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Abs(long value) => value < 0 ? unchecked(-value) : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float UnsignedToSingle(ulong value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double UnsignedToDouble(ulong value) => (double)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt32(double value) => (int)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToUInt32(double value) => (int)(uint)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToInt64(double value) => (long)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToUInt64(double value) => (long)(ulong)value;
}
