namespace Panther.Jit.Dialect;

/// <content>Bit operations.</content>
public static partial class Atomic
{
    /// <summary>Keeps the common bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAnd)]
    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the common bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAnd)]
    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the common bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAnd)]
    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the common bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicAnd)]
    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    /// <summary>Sets bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicOr)]
    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    /// <summary>Sets bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicOr)]
    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    /// <summary>Sets bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicOr)]
    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    /// <summary>Sets bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicOr)]
    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    /// <summary>Flips bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicXor)]
    public static int Xor(ref int target, int value) => Update(ref target, value, static (a, b) => a ^ b);

    /// <summary>Flips bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicXor)]
    public static uint Xor(ref uint target, uint value) => Update(ref target, value, static (a, b) => a ^ b);

    /// <summary>Flips bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicXor)]
    public static long Xor(ref long target, long value) => Update(ref target, value, static (a, b) => a ^ b);

    /// <summary>Flips bits.</summary>
    /// <param name="target">The location, in global or shared memory.</param>
    /// <param name="value">The operand.</param>
    /// <returns>The value before.</returns>
    [Intrinsic(Intrinsic.AtomicXor)]
    public static ulong Xor(ref ulong target, ulong value) => Update(ref target, value, static (a, b) => a ^ b);
}
