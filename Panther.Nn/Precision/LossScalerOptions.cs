namespace Panther.Nn;

/// <summary>Options of a <see cref="LossScaler"/>.</summary>
public sealed record LossScalerOptions
{
    /// <summary>Gets what the loss is multiplied by at first, a power of two from 2⁻²⁴ to 2²⁴.</summary>
    public float InitialScale { get; init; } = 65536;

    /// <summary>Gets the number of steps in a row with finite gradients after which the scale is doubled.</summary>
    public int GrowthInterval { get; init; } = 2000;
}
