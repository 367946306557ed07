using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>
/// Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2): x ← x - η·(sign(β₁·m + (1 - β₁)·g) + λ·x), then m ← β₂·m + (1 - β₂)·g.
/// </summary>
/// <param name="FirstDecay">β₁.</param>
/// <param name="SecondDecay">β₂.</param>
/// <param name="WeightDecay">λ, apart from the gradient.</param>
internal readonly record struct LionRule<T>(T FirstDecay, T SecondDecay, T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
    {
        T direction = (FirstDecay * first) + ((T.One - FirstDecay) * gradient);
        T sign = direction > T.Zero ? T.One : direction < T.Zero ? -T.One : T.Zero;
        first = (SecondDecay * first) + ((T.One - SecondDecay) * gradient);
        return parameter - (rate * (sign + (WeightDecay * parameter)));
    }
}
