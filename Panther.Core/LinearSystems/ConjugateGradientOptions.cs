using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a linear system is solved by conjugate gradients.</summary>
public sealed record ConjugateGradientOptions
{
    /// <summary>Gets the default options.</summary>
    public static ConjugateGradientOptions Default { get; } = new();

    /// <summary>Gets the ‖b - (A + shift) x‖ / ‖b‖ that is small enough; null, the default, for 100·eps of the element type.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Gets the most iterations; 1000 by default.</summary>
    public int MaximumIterations { get; init; } = 1000;

    /// <summary>Gets what is added to the diagonal of A, at least 0; 0 by default.</summary>
    public double Shift { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumIterations, 1);
        if (!(Shift >= 0 && double.IsFinite(Shift)))
        {
            throw new ArgumentOutOfRangeException(nameof(Shift), Shift, "The shift must be a finite number and not negative.");
        }

        if (Tolerance is { } tolerance && !(tolerance > 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), tolerance, "The tolerance is relative: above 0 and below 1.");
        }
    }
}
