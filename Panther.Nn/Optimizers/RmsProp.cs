using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>
/// RMSprop (Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012): s ← α·s + (1 - α)·g², x ← x - η·g/(√s + ε); with momentum v ← μ·v + g/(√s + ε), x ← x - η·v.
/// </summary>
/// <typeparam name="T">The element type, in which the means are kept too.</typeparam>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RmsPropOptions options;

    /// <summary>Makes an optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice, a view, on a tape or on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public RmsProp(IEnumerable<Tensor<T>> parameters, RmsPropOptions? options = null)
        : base(
            parameters,
            (options ?? RmsPropOptions.Default).Checked().LearningRate,
            (options ?? RmsPropOptions.Default).Momentum == 0 ? RmsPropRule<T>.States : RmsPropMomentumRule<T>.States)
        => this.options = options ?? RmsPropOptions.Default;

    private protected override IEnumerable<(string Name, double Value)> Settings => options.Settings;

    internal override void ApplyUnless(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite)
    {
        T decay = T.CreateChecked(options.Decay);
        T epsilon = T.CreateChecked(options.Epsilon);
        T weightDecay = T.CreateChecked(options.WeightDecay);
        if (options.Momentum == 0)
        {
            Apply(new RmsPropRule<T>(decay, epsilon, weightDecay), gradients, nonFinite);
        }
        else
        {
            Apply(new RmsPropMomentumRule<T>(decay, T.CreateChecked(options.Momentum), epsilon, weightDecay), gradients, nonFinite);
        }
    }
}
