using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>
/// Gradient descent with momentum (Polyak, 1964), or Nesterov's: v ← μ·v + g, x ← x - η·v, or x ← x - η·(g + μ·v) (Sutskever, Martens, Dahl and Hinton, 2013).
/// </summary>
/// <param name="Momentum">μ.</param>
/// <param name="Lookahead">μ for Nesterov's form, else 0.</param>
/// <param name="WeightDecay">What is added to the gradient, times the parameter.</param>
internal readonly record struct MomentumRule<T>(T Momentum, T Lookahead, T WeightDecay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
    {
        T g = gradient + (WeightDecay * parameter);
        first = (Momentum * first) + g;
        return parameter - (rate * (Lookahead > T.Zero ? g + (Lookahead * first) : first));
    }
}
