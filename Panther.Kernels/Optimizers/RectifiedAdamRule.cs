using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>
/// RAdam (Liu et al., "On the variance of the adaptive learning rate and beyond", 2020, algorithm 2). The corrections are r/(1 - β₁ᵗ) and 1/√(1 - β₂ᵗ), or, while the variance
/// is intractable, 1/(1 - β₁ᵗ) and 0.
/// </summary>
/// <param name="FirstDecay">β₁.</param>
/// <param name="SecondDecay">β₂.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="WeightDecay">What is added to the gradient, times the parameter.</param>
internal readonly record struct RectifiedAdamRule<T>(T FirstDecay, T SecondDecay, T Epsilon, T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
    {
        T g = gradient + (WeightDecay * parameter);
        first += (T.One - FirstDecay) * (g - first);
        second += (T.One - SecondDecay) * ((g * g) - second);
        T divisor = secondCorrection > T.Zero ? (T.Sqrt(second) * secondCorrection) + Epsilon : T.One;
        return parameter - (rate * (first * firstCorrection / divisor));
    }
}
