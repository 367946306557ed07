using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>RMSprop (Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012): s ← α·s + (1 - α)·g², x ← x - η·g/(√s + ε).</summary>
/// <param name="Decay">α.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="WeightDecay">What is added to the gradient, times the parameter.</param>
internal readonly record struct RmsPropRule<T>(T Decay, T Epsilon, T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
    {
        T g = gradient + (WeightDecay * parameter);
        first += (T.One - Decay) * ((g * g) - first);
        return parameter - (rate * (g / (T.Sqrt(first) + Epsilon)));
    }
}
