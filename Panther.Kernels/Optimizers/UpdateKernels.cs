using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Optimizers;

/// <summary>The step of an optimiser, for many parameters in one launch.</summary>
internal static class UpdateKernels
{
    /// <summary>step = the learning rate and the rule's two corrections; three threads.</summary>
    public static void SetStep<T>(Index1D index, ArrayView<T> step, T rate, T firstCorrection, T secondCorrection)
        where T : unmanaged
        => step[index] = index == 0 ? rate : index == 1 ? firstCorrection : secondCorrection;

    /// <summary>
    /// One row of groups in Y for each parameter; the groups of a row walk it together. What is remembered of parameter p starts at <c>starts[p]</c> of the two states.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients, each of its parameter's length.</param>
    /// <param name="starts">Where the states of a parameter start.</param>
    /// <param name="first">The first state of all parameters; empty if the rule has none.</param>
    /// <param name="second">The second state.</param>
    /// <param name="step">The learning rate and the rule's two corrections.</param>
    public static void Step<T, TRule>(
        TRule rule, ViewList<T> parameters, ViewList<T> gradients, ArrayView<long> starts, ArrayView<T> first, ArrayView<T> second, ArrayView<T> step)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        ArrayView<T> parameter = parameters.Get(Grid.IdxY);
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        long start = starts[Grid.IdxY];
        for (long i = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; i < parameter.Length; i += (long)Grid.DimX * Group.DimX)
        {
            T a = TRule.States > 0 ? first[start + i] : T.Zero;
            T b = TRule.States > 1 ? second[start + i] : T.Zero;
            parameter[i] = rule.Update(parameter[i], gradient[i], ref a, ref b, step[0], step[1], step[2]);
            if (TRule.States > 0)
            {
                first[start + i] = a;
            }

            if (TRule.States > 1)
            {
                second[start + i] = b;
            }
        }
    }
}
