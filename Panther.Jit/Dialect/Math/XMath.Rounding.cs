namespace Panther.Jit.Dialect;

public static partial class XMath
{
    /// <summary>The largest integer that is not above the value.</summary>
    public static float Floor(float value) => MathF.Floor(value);

    /// <summary>The largest integer that is not above the value.</summary>
    public static double Floor(double value) => Math.Floor(value);

    /// <summary>The smallest integer that is not below the value.</summary>
    public static float Ceiling(float value) => MathF.Ceiling(value);

    /// <summary>The smallest integer that is not below the value.</summary>
    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>The integer next to the value towards zero.</summary>
    public static float Truncate(float value) => MathF.Truncate(value);

    /// <summary>The integer next to the value towards zero.</summary>
    public static double Truncate(double value) => Math.Truncate(value);

    /// <summary>The nearest integer; a value half-way goes to the even one.</summary>
    public static float Round(float value) => MathF.Round(value);

    /// <summary>The nearest integer; a value half-way goes to the even one.</summary>
    public static double Round(double value) => Math.Round(value);
}
