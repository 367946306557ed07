namespace Panther.Nn;

/// <summary>Options of <see cref="RmsProp{T}"/>.</summary>
public sealed record RmsPropOptions
{
    /// <summary>The defaults: no momentum, no weight decay.</summary>
    public static RmsPropOptions Default { get; } = new();

    /// <summary>Gets the learning rate, not negative.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Gets α, by which the mean of squared gradients decays, in [0, 1).</summary>
    public double Decay { get; init; } = 0.99;

    /// <summary>Gets the momentum, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Gets what keeps divisors from zero, not negative.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Gets the weight decay, a part of the gradient; not negative.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The options, if they are sound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    internal RmsPropOptions Checked()
    {
        NumberCheck.NotNegative(LearningRate);
        NumberCheck.PartBelowOne(Decay);
        NumberCheck.PartBelowOne(Momentum);
        NumberCheck.NotNegative(Epsilon);
        NumberCheck.NotNegative(WeightDecay);
        return this;
    }

    /// <summary>Gets what a checkpoint remembers of the options.</summary>
    internal IEnumerable<(string Name, double Value)> Settings => [("decay", Decay), ("momentum", Momentum), ("epsilon", Epsilon), ("weight_decay", WeightDecay)];
}
