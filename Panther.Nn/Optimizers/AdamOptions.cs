namespace Panther.Nn;

/// <summary>Options of <see cref="Adam{T}"/>, <see cref="AdamW{T}"/> and <see cref="RAdam{T}"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>The defaults of the papers, and no weight decay.</summary>
    public static AdamOptions Default { get; } = new();

    /// <summary>Gets the learning rate, not negative.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Gets β₁, by which the mean of gradients decays, in [0, 1).</summary>
    public double FirstDecay { get; init; } = 0.9;

    /// <summary>Gets β₂, by which the mean of squared gradients decays, in [0, 1).</summary>
    public double SecondDecay { get; init; } = 0.999;

    /// <summary>Gets what keeps divisors from zero, not negative.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Gets the weight decay, not negative; 0 unless it is set, for <see cref="AdamW{T}"/> too, where 0.01 is usual.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The options, if they are sound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    internal AdamOptions Checked()
    {
        NumberCheck.NotNegative(LearningRate);
        NumberCheck.PartBelowOne(FirstDecay);
        NumberCheck.PartBelowOne(SecondDecay);
        NumberCheck.NotNegative(Epsilon);
        NumberCheck.NotNegative(WeightDecay);
        return this;
    }

    /// <summary>Gets what a checkpoint remembers of the options.</summary>
    internal IEnumerable<(string Name, double Value)> Settings => [("first_decay", FirstDecay), ("second_decay", SecondDecay), ("epsilon", Epsilon), ("weight_decay", WeightDecay)];
}
