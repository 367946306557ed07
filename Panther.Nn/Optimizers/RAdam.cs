using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>
/// RAdam (Liu et al., "On the variance of the adaptive learning rate and beyond", 2020, algorithm 2): Adam whose step is scaled by how well its mean of squares is known, and is that of
/// momentum alone in the first steps (ρ ≤ 4). Weight decay is a part of the gradient; ε is added to the root of the corrected mean.
/// </summary>
/// <typeparam name="T">The element type, in which the means are kept too.</typeparam>
public sealed class RAdam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AdamOptions options;

    /// <summary>Makes an optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice, a view, on a tape or on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public RAdam(IEnumerable<Tensor<T>> parameters, AdamOptions? options = null)
        : base(parameters, (options ?? AdamOptions.Default).Checked().LearningRate, RectifiedAdamRule<T>.States)
        => this.options = options ?? AdamOptions.Default;

    private protected override IEnumerable<(string Name, double Value)> Settings => options.Settings;

    internal override void ApplyUnless(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite) => Apply(
        new RectifiedAdamRule<T>(
            T.CreateChecked(options.FirstDecay),
            T.CreateChecked(options.SecondDecay),
            T.CreateChecked(options.Epsilon),
            T.CreateChecked(options.WeightDecay)),
        gradients, nonFinite);

    private protected override (double First, double Second) Corrections(long step)
    {
        double power = Math.Pow(options.SecondDecay, step);
        double longest = (2 / (1 - options.SecondDecay)) - 1;
        double length = longest - (2 * step * power / (1 - power));
        double first = 1 / (1 - Math.Pow(options.FirstDecay, step));
        return length > 4
            ? (first * Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)), 1 / Math.Sqrt(1 - power))
            : (first, 0);
    }
}
