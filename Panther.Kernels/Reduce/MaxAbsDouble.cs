using Panther.Jit.Dialect;

namespace Panther.Kernels.Reduce;

/// <summary>The largest magnitude; NaN if any element is NaN.</summary>
internal readonly struct MaxAbsDouble : IReduction<double, double>
{
    /// <inheritdoc/>
    public static double Identity => 0d;

    /// <inheritdoc/>
    public static double Term(double value) => XMath.Abs(value);

    /// <inheritdoc/>
    public static double Combine(double first, double second) => XMath.Max(first, second);
}
