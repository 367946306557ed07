using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>Gradient descent: x ← x - η·(g + λ·x).</summary>
/// <param name="WeightDecay">λ.</param>
internal readonly record struct DescentRule<T>(T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 0;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
        => parameter - (rate * (gradient + (WeightDecay * parameter)));
}
