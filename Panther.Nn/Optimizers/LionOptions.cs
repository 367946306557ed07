namespace Panther.Nn;

/// <summary>Options of <see cref="Lion{T}"/>.</summary>
public sealed record LionOptions
{
    /// <summary>The defaults of the paper.</summary>
    public static LionOptions Default { get; } = new();

    /// <summary>Gets the learning rate, not negative; three to ten times less than Adam's.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Gets β₁, the weight of the mean in the direction of a step, in [0, 1).</summary>
    public double FirstDecay { get; init; } = 0.9;

    /// <summary>Gets β₂, by which the mean of gradients decays, in [0, 1).</summary>
    public double SecondDecay { get; init; } = 0.99;

    /// <summary>Gets the weight decay, apart from the gradient; not negative.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The options, if they are sound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    internal LionOptions Checked()
    {
        NumberCheck.NotNegative(LearningRate);
        NumberCheck.PartBelowOne(FirstDecay);
        NumberCheck.PartBelowOne(SecondDecay);
        NumberCheck.NotNegative(WeightDecay);
        return this;
    }

    /// <summary>Gets what a checkpoint remembers of the options.</summary>
    internal IEnumerable<(string Name, double Value)> Settings => [("first_decay", FirstDecay), ("second_decay", SecondDecay), ("weight_decay", WeightDecay)];
}
