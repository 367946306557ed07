using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>
/// Stochastic gradient descent, with momentum v ← μ·v + g, x ← x - η·v, or Nesterov's x ← x - η·(g + μ·v) (Sutskever, Martens, Dahl and Hinton, 2013).
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SgdOptions options;

    /// <summary>Makes an optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice, a view, on a tape or on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public Sgd(IEnumerable<Tensor<T>> parameters, SgdOptions? options = null)
        : base(parameters, (options ?? SgdOptions.Default).Checked().LearningRate, (options ?? SgdOptions.Default).Momentum == 0 ? 0 : MomentumRule<T>.States)
        => this.options = options ?? SgdOptions.Default;

    private protected override IEnumerable<(string Name, double Value)> Settings => options.Settings;

    internal override void ApplyUnless(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite)
    {
        T decay = T.CreateChecked(options.WeightDecay);
        T momentum = T.CreateChecked(options.Momentum);
        if (options.Momentum == 0)
        {
            Apply(new DescentRule<T>(decay), gradients, nonFinite);
        }
        else
        {
            Apply(new MomentumRule<T>(momentum, options.IsNesterov ? momentum : T.Zero, decay), gradients, nonFinite);
        }
    }
}
