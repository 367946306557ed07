namespace Panther.Jit.Dialect;

/// <content>Exchange and compare-exchange.</content>
public static partial class Atomic
{
    /// <summary>Replaces the value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicExchange)]
    public static int Exchange(ref int target, int value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces the value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicExchange)]
    public static uint Exchange(ref uint target, uint value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces the value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicExchange)]
    public static long Exchange(ref long target, long value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces the value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicExchange)]
    public static ulong Exchange(ref ulong target, ulong value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces the value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicExchange)]
    public static float Exchange(ref float target, float value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces the value.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicExchange)]
    public static double Exchange(ref double target, double value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces the value if it equals <paramref name="compare"/>, bit for bit.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="compare">The value that must be there.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicCompareExchange)]
    public static int CompareExchange(ref int target, int compare, int value) => Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces the value if it equals <paramref name="compare"/>, bit for bit.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="compare">The value that must be there.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicCompareExchange)]
    public static uint CompareExchange(ref uint target, uint compare, uint value) => Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces the value if it equals <paramref name="compare"/>, bit for bit.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="compare">The value that must be there.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicCompareExchange)]
    public static long CompareExchange(ref long target, long compare, long value) => Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces the value if it equals <paramref name="compare"/>, bit for bit.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="compare">The value that must be there.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicCompareExchange)]
    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) => Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces the value if it equals <paramref name="compare"/>, bit for bit.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="compare">The value that must be there.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicCompareExchange)]
    public static float CompareExchange(ref float target, float compare, float value) => Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces the value if it equals <paramref name="compare"/>, bit for bit.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="compare">The value that must be there.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicCompareExchange)]
    public static double CompareExchange(ref double target, double compare, double value) => Interlocked.CompareExchange(ref target, value, compare);
}
