using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>
/// Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2): x ← x - η·(sign(β₁·m + (1 - β₁)·g) + λ·x), then m ← β₂·m + (1 - β₂)·g. It
/// remembers one number for each parameter, Adam two.
/// </summary>
/// <typeparam name="T">The element type, in which the mean is kept too.</typeparam>
public sealed class Lion<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LionOptions options;

    /// <summary>Makes an optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice, a view, on a tape or on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public Lion(IEnumerable<Tensor<T>> parameters, LionOptions? options = null)
        : base(parameters, (options ?? LionOptions.Default).Checked().LearningRate, LionRule<T>.States)
        => this.options = options ?? LionOptions.Default;

    private protected override IEnumerable<(string Name, double Value)> Settings => options.Settings;

    internal override void ApplyUnless(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite) => Apply(
        new LionRule<T>(T.CreateChecked(options.FirstDecay), T.CreateChecked(options.SecondDecay), T.CreateChecked(options.WeightDecay)), gradients, nonFinite);
}
