using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a norm is estimated.</summary>
public sealed record NormEstimatorOptions
{
    /// <summary>Gets the default options.</summary>
    public static NormEstimatorOptions Default { get; } = new();

    /// <summary>Gets the most Lanczos steps for the spectral norm; 20 by default. Each multiplies with the matrix and with its transpose.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>Gets the random vectors for the Frobenius norm of an operator; 20 by default.</summary>
    public int Probes { get; init; } = 20;

    /// <summary>Gets the probability with which the norm lies between the bounds of the result, above 0 and below 1; 0.99 by default.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>Gets the seed of all random numbers. The same seed, operator and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. An operator is multiplied with on its own device.</summary>
    public Device? Device { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Probes, 2);
        if (!(Confidence > 0 && Confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "A confidence is above 0 and below 1.");
        }
    }
}
