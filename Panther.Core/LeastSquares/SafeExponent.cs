namespace Panther.Core;

/// <summary>Which power of two to divide by so that products of a few elements stay in range.</summary>
internal static class SafeExponent
{
    /// <returns>0 where the magnitude is moderate for the type or zero, else its exponent.</returns>
    public static int Of<T>(double magnitude)
    {
        int limit = typeof(T) == typeof(float) ? 24 : 240;
        int exponent = magnitude > 0 ? Math.ILogB(magnitude) : 0;
        return Math.Abs(exponent) <= limit ? 0 : exponent;
    }
}
