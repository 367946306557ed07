using Panther.Jit.Dialect;

namespace Panther.Kernels.Reduce;

/// <summary>The largest magnitude; NaN if any element is NaN.</summary>
internal readonly struct MaxAbsSingle : IReduction<float, float>
{
    /// <inheritdoc/>
    public static float Identity => 0f;

    /// <inheritdoc/>
    public static float Term(float value) => XMath.Abs(value);

    /// <inheritdoc/>
    public static float Combine(float first, float second) => XMath.Max(first, second);
}
