namespace Panther.Nn;

/// <summary>Options of <see cref="Adam{T}"/> and <see cref="AdamW{T}"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>The defaults of the papers.</summary>
    public static AdamOptions Default { get; } = new();

    /// <summary>Gets the learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Gets β₁, by which the mean of gradients decays.</summary>
    public double FirstDecay { get; init; } = 0.9;

    /// <summary>Gets β₂, by which the mean of squared gradients decays.</summary>
    public double SecondDecay { get; init; } = 0.999;

    /// <summary>Gets what keeps divisors from zero.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Gets the weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets what a checkpoint remembers of the options.</summary>
    internal IEnumerable<(string Name, double Value)> Settings => [("first_decay", FirstDecay), ("second_decay", SecondDecay), ("epsilon", Epsilon), ("weight_decay", WeightDecay)];
}
