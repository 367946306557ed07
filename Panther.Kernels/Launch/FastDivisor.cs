using System.Numerics;

namespace Panther.Kernels.Launch;

/// <summary>
/// Division of many numbers by one: a multiplication and a shift (Granlund and Montgomery, "Division by invariant integers using multiplication", 1994, theorem 4.2).
/// </summary>
/// <param name="value">The divisor, at least 1.</param>
internal readonly struct FastDivisor(int value)
{
    private readonly uint factor = (uint)((1UL << Shift(value)) / (uint)value) + 1;
    private readonly int shift = Shift(value);

    /// <summary>Gets the divisor.</summary>
    public int Value { get; } = value;

    /// <summary>The quotient, rounded down, of a number that is not negative.</summary>
    public int Quotient(int dividend) => (int)(((ulong)(uint)dividend * factor) >> shift);

    // 31 + ⌈log₂ value⌉: the error of the factor is then below 2⁻³¹ of a quotient's step, and the factor has 32 bits (at value 1: 2³¹ + 1).
    private static int Shift(int value) => 31 + (value == 1 ? 0 : 32 - BitOperations.LeadingZeroCount((uint)value - 1));
}
