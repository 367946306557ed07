using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a least-squares problem is solved. The defaults suit most problems.</summary>
public sealed record LeastSquaresOptions
{
    /// <summary>Gets the default options.</summary>
    public static LeastSquaresOptions Default { get; } = new();

    /// <summary>
    /// Gets the rows of the sketch; null, the default, for a choice by the shape: between 4 and 12 times the columns, and the whole matrix where that saves little.
    /// More rows cost a larger QR factorisation and save iterations.
    /// </summary>
    public long? SketchRows { get; init; }

    /// <summary>Gets the non-zeros in a column of the sketch (<see cref="SjltSketch.NonzerosPerColumn"/>); 8 by default.</summary>
    public int NonzerosPerColumn { get; init; } = 8;

    /// <summary>
    /// Gets the backward error, relative to ‖A‖ in the Frobenius norm, that ends the computation; null, the default, for the machine epsilon of the element
    /// type. It is a target: rounding may keep the answer slightly above, and then iterations end where they no longer help.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>Gets the most steps of iterative refinement, 4 by default; two are enough in nearly all cases.</summary>
    public int MaximumRefinements { get; init; } = 4;

    /// <summary>Gets the most inner iterations of a refinement, 100 by default.</summary>
    public int MaximumIterations { get; init; } = 100;

    /// <summary>Gets the seed of all random numbers. The same seed, problem and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check(long columns)
    {
        if (SketchRows is { } rows)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rows, columns, nameof(SketchRows));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(NonzerosPerColumn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRefinements, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumIterations, 1);
        if (Tolerance is { } tolerance && !(tolerance > 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), tolerance, "The tolerance is relative: above 0 and below 1.");
        }
    }
}
