namespace Panther.Nn;

/// <summary>Options of <see cref="Sgd{T}"/>.</summary>
public sealed record SgdOptions
{
    /// <summary>The defaults: no momentum, no weight decay.</summary>
    public static SgdOptions Default { get; } = new();

    /// <summary>Gets the learning rate, not negative.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Gets the momentum, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Gets a value indicating whether the momentum is Nesterov's.</summary>
    public bool IsNesterov { get; init; }

    /// <summary>Gets the weight decay, a part of the gradient; not negative.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The options, if they are sound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    internal SgdOptions Checked()
    {
        NumberCheck.NotNegative(LearningRate);
        NumberCheck.PartBelowOne(Momentum);
        NumberCheck.NotNegative(WeightDecay);
        return this;
    }

    /// <summary>Gets what a checkpoint remembers of the options.</summary>
    internal IEnumerable<(string Name, double Value)> Settings => [("momentum", Momentum), ("nesterov", IsNesterov ? 1 : 0), ("weight_decay", WeightDecay)];
}
