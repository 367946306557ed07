using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How a randomized eigendecomposition is computed. The defaults suit most matrices.</summary>
public sealed record RandomizedEigenOptions
{
    /// <summary>Gets the default options.</summary>
    public static RandomizedEigenOptions Default { get; } = new();

    /// <summary>Gets the columns that are drawn beyond the rank; 10 by default. More make the answer better and the work larger.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>
    /// Gets the number of power iterations; 2 by default. Each reads the matrix once more and pulls the eigenvalues apart, which matters where their magnitudes fall slowly.
    /// </summary>
    public int PowerIterations { get; init; } = 2;

    /// <summary>
    /// Gets a value indicating whether the matrix is known to be positive semidefinite (up to rounding); false by default. Then one pass less gives a better answer, by
    /// Nyström approximation. For an indefinite matrix that answer would be meaningless; its error estimate tells.
    /// </summary>
    public bool IsPositiveSemidefinite { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
    }
}
