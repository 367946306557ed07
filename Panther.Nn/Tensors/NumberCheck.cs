using System.Runtime.CompilerServices;

namespace Panther.Nn;

/// <summary>What operations and layers ask of the numbers that they are given, with one wording. NaN passes none of these.</summary>
internal static class NumberCheck
{
    /// <exception cref="ArgumentOutOfRangeException">The number is infinite or NaN.</exception>
    public static void Finite(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => Require(double.IsFinite(value), value, "finite", name);

    /// <exception cref="ArgumentOutOfRangeException">The number is negative, infinite or NaN.</exception>
    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => Require(value >= 0 && double.IsFinite(value), value, "finite and not negative", name);

    /// <exception cref="ArgumentOutOfRangeException">The number is not positive, infinite or NaN.</exception>
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => Require(value > 0 && double.IsFinite(value), value, "finite and positive", name);

    /// <exception cref="ArgumentOutOfRangeException">The number is not in [0, 1].</exception>
    public static void Part(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => Require(value is >= 0 and <= 1, value, "from 0 to 1", name);

    /// <exception cref="ArgumentOutOfRangeException">The number is not in [0, 1).</exception>
    public static void PartBelowOne(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => Require(value is >= 0 and < 1, value, "from 0 to below 1", name);

    /// <exception cref="ArgumentOutOfRangeException">The type has no such value.</exception>
    public static void Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"There is no such {typeof(TEnum).Name}.");
        }
    }

    private static void Require(bool condition, double value, string what, string? name)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The number must be {what}.");
        }
    }
}
