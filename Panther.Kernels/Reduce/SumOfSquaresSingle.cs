namespace Panther.Kernels.Reduce;

/// <summary>The sum of squares, accumulated in double: the squares of floats are exact and cannot overflow.</summary>
internal readonly struct SumOfSquaresSingle : IReduction<float, double>
{
    /// <inheritdoc/>
    public static double Identity => 0d;

    /// <inheritdoc/>
    public static double Term(float value) => (double)value * (double)value;

    /// <inheritdoc/>
    public static double Combine(double first, double second) => first + second;
}
