namespace Panther.Kernels.Reduce;

/// <summary>The sum, accumulated in double.</summary>
internal readonly struct SumDouble : IReduction<double, double>
{
    /// <inheritdoc/>
    public static double Identity => 0d;

    /// <inheritdoc/>
    public static double Term(double value) => value;

    /// <inheritdoc/>
    public static double Combine(double first, double second) => first + second;
}
