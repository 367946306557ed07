using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Optimizers;

/// <summary>A rule whose step is left out, so that parameters and states keep their bits, if a flag on the device says so.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="NonFinite">One number, not 0 if the step is to be left out.</param>
internal readonly record struct GuardedRule<T, TRule>(TRule Rule, ArrayView<int> NonFinite) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule<T>
{
    /// <inheritdoc/>
    public static int States => TRule.States;

    /// <inheritdoc/>
    public T Update(T parameter, T gradient, ref T first, ref T second, T rate, T firstCorrection, T secondCorrection)
        => NonFinite[0] != 0 ? parameter : Rule.Update(parameter, gradient, ref first, ref second, rate, firstCorrection, secondCorrection);
}
