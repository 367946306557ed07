using Panther.Jit.Dialect;

namespace Panther.Kernels.Reduce;

/// <summary>The number of elements that are NaN or infinite.</summary>
internal readonly struct NonFiniteSingle : IReduction<float, long>
{
    /// <inheritdoc/>
    public static long Identity => 0L;

    /// <inheritdoc/>
    public static long Term(float value) => XMath.IsFinite(value) ? 0L : 1L;

    /// <inheritdoc/>
    public static long Combine(long first, long second) => first + second;
}
