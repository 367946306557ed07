namespace Panther.Kernels.Reduce;

/// <summary>The sum of squares, accumulated in double; infinite if it passes 1.8e308.</summary>
internal readonly struct SumOfSquaresDouble : IReduction<double, double>
{
    /// <inheritdoc/>
    public static double Identity => 0d;

    /// <inheritdoc/>
    public static double Term(double value) => value * value;

    /// <inheritdoc/>
    public static double Combine(double first, double second) => first + second;
}
