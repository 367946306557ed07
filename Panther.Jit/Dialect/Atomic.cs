using System.Runtime.CompilerServices;

namespace Panther.Jit.Dialect;

/// <summary>Read-modify-write operations that no other thread can come between; each returns the value before.</summary>
/// <remarks>Order among threads is not defined, so sums of floating-point numbers may differ in rounding from run to run.</remarks>
public static partial class Atomic
{
    /// <summary>Adds.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAdd)]
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAdd)]
    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAdd)]
    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAdd)]
    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAdd)]
    public static float Add(ref float target, float value) => Update(ref target, value, static (a, b) => a + b);

    /// <summary>Adds.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAdd)]
    public static double Add(ref double target, double value) => Update(ref target, value, static (a, b) => a + b);

    /// <summary>Keeps the smaller value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMin)]
    public static int Min(ref int target, int value) => Update(ref target, value, Math.Min);

    /// <summary>Keeps the smaller value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMin)]
    public static uint Min(ref uint target, uint value) => Update(ref target, value, Math.Min);

    /// <summary>Keeps the smaller value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMin)]
    public static long Min(ref long target, long value) => Update(ref target, value, Math.Min);

    /// <summary>Keeps the smaller value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMin)]
    public static ulong Min(ref ulong target, ulong value) => Update(ref target, value, Math.Min);

    /// <summary>Keeps the smaller value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMin)]
    public static float Min(ref float target, float value) => Update(ref target, value, Math.Min);

    /// <summary>Keeps the smaller value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMin)]
    public static double Min(ref double target, double value) => Update(ref target, value, Math.Min);

    /// <summary>Keeps the larger value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMax)]
    public static int Max(ref int target, int value) => Update(ref target, value, Math.Max);

    /// <summary>Keeps the larger value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMax)]
    public static uint Max(ref uint target, uint value) => Update(ref target, value, Math.Max);

    /// <summary>Keeps the larger value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMax)]
    public static long Max(ref long target, long value) => Update(ref target, value, Math.Max);

    /// <summary>Keeps the larger value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMax)]
    public static ulong Max(ref ulong target, ulong value) => Update(ref target, value, Math.Max);

    /// <summary>Keeps the larger value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMax)]
    public static float Max(ref float target, float value) => Update(ref target, value, Math.Max);

    /// <summary>Keeps the larger value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicMax)]
    public static double Max(ref double target, double value) => Update(ref target, value, Math.Max);

    private static T Update<T>(ref T target, T value, Func<T, T, T> combine)
        where T : unmanaged, IEquatable<T>
    {
        while (true)
        {
            T before = target;
            if (HostCompareExchange(ref target, before, combine(before, value)))
            {
                return before;
            }
        }
    }

    private static bool HostCompareExchange<T>(ref T target, T compare, T value)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == sizeof(int))
        {
            int expected = Unsafe.BitCast<T, int>(compare);
            return Interlocked.CompareExchange(ref Unsafe.As<T, int>(ref target), Unsafe.BitCast<T, int>(value), expected) == expected;
        }

        long wide = Unsafe.BitCast<T, long>(compare);
        return Interlocked.CompareExchange(ref Unsafe.As<T, long>(ref target), Unsafe.BitCast<T, long>(value), wide) == wide;
    }
}
