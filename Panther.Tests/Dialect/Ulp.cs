namespace Panther.Tests.Dialect;

/// <summary>Distances in units in the last place of the expected result; of the smallest subnormal below the normal range.</summary>
internal static class Ulp
{
    public static double Distance(float actual, double expected)
    {
        if (float.IsNaN(actual) || double.IsNaN(expected))
        {
            return float.IsNaN(actual) && double.IsNaN(expected) ? 0 : double.PositiveInfinity;
        }

        double limit = float.MaxValue + Math.ScaleB(1, 103);
        double magnitude = Math.Abs(expected);
        if (float.IsInfinity(actual) || magnitude >= limit)
        {
            // The exact value lies at or above the overflow threshold, or one ulp below it at most.
            return magnitude >= float.MaxValue && Math.Abs(actual) >= float.MaxValue && Math.Sign(actual) == Math.Sign(expected) ? 0 : double.PositiveInfinity;
        }

        int exponent = magnitude == 0 ? -149 : Math.Max(Math.ILogB(magnitude) - 23, -149);
        return Math.Abs(actual - expected) / Math.ScaleB(1, exponent);
    }

    /// <summary>The number of doubles from one to the other.</summary>
    public static double Distance(double actual, double expected)
    {
        if (double.IsNaN(actual) || double.IsNaN(expected))
        {
            return double.IsNaN(actual) && double.IsNaN(expected) ? 0 : double.PositiveInfinity;
        }

        return Math.Abs((double)(Ordered(actual) - Ordered(expected)));
    }

    private static Int128 Ordered(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return bits >= 0 ? bits : -(Int128)(bits & long.MaxValue);
    }
}
