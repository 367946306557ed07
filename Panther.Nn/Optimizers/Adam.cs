using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Optimizers;

namespace Panther.Nn;

/// <summary>Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1); weight decay is a part of the gradient.</summary>
/// <typeparam name="T">The element type, in which the means are kept too.</typeparam>
public sealed class Adam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AdamOptions options;

    /// <summary>Makes an optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice, a view, on a tape or on another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public Adam(IEnumerable<Tensor<T>> parameters, AdamOptions? options = null)
        : base(parameters, (options ?? AdamOptions.Default).Checked().LearningRate, AdamRule<T>.States)
        => this.options = options ?? AdamOptions.Default;

    private protected override IEnumerable<(string Name, double Value)> Settings => options.Settings;

    internal override void ApplyUnless(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite) => Apply(
        new AdamRule<T>(
            T.CreateChecked(options.FirstDecay),
            T.CreateChecked(options.SecondDecay),
            T.CreateChecked(options.Epsilon),
            T.CreateChecked(options.WeightDecay), T.Zero),
        gradients, nonFinite);

    private protected override (double First, double Second) Corrections(long step)
        => (1 / (1 - Math.Pow(options.FirstDecay, step)), 1 / Math.Sqrt(1 - Math.Pow(options.SecondDecay, step)));
}
