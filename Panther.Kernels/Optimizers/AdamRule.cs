using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015, algorithm 1), with weight decay in the gradient or apart from it (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).
/// The corrections are 1/(1 - β₁ᵗ) and 1/√(1 - β₂ᵗ).
/// </summary>
/// <param name="FirstDecay">β₁.</param>
/// <param name="SecondDecay">β₂.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="GradientDecay">The weight decay that is part of the gradient.</param>
/// <param name="WeightDecay">The weight decay apart from it.</param>
internal readonly record struct AdamRule<T>(T FirstDecay, T SecondDecay, T Epsilon, T GradientDecay, T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
    {
        T g = gradient + (GradientDecay * parameter);
        first += (T.One - FirstDecay) * (g - first);
        second += (T.One - SecondDecay) * ((g * g) - second);
        return parameter - (rate * ((WeightDecay * parameter) + (first * firstCorrection / ((T.Sqrt(second) * secondCorrection) + Epsilon))));
    }
}
