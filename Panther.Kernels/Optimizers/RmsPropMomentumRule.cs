using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>RMSprop whose scaled gradients have momentum: v ← μ·v + g/(√s + ε), x ← x - η·v (Graves, "Generating sequences with recurrent neural networks", 2013, section 4.2, without centring).</summary>
/// <param name="Decay">The decay of s.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="WeightDecay">What is added to the gradient, times the parameter.</param>
internal readonly record struct RmsPropMomentumRule<T>(T Decay, T Momentum, T Epsilon, T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
    {
        T g = gradient + (WeightDecay * parameter);
        first += (T.One - Decay) * ((g * g) - first);
        second = (Momentum * second) + (g / (T.Sqrt(first) + Epsilon));
        return parameter - (rate * second);
    }
}
