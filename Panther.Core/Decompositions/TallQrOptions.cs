using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>How an unpivoted QR of a tall matrix is computed. The defaults suit most matrices.</summary>
public sealed record TallQrOptions
{
    /// <summary>Gets the default options.</summary>
    public static TallQrOptions Default { get; } = new();

    /// <summary>
    /// Gets the rows of the sketch as a multiple of the columns of the matrix, at least 1; 1.25 by default. There are at least 32 more rows than columns.
    /// </summary>
    public double Oversampling { get; init; } = 1.25;

    /// <summary>Gets the non-zeros in a column of the sketching matrix; 4 by default.</summary>
    public int NonzerosPerColumn { get; init; } = 4;

    /// <summary>
    /// Gets a value indicating whether the sketch of a matrix of doubles may be factored in single precision; false by default. Its triangle only preconditions, so
    /// the result is as accurate; where the matrix is too ill conditioned for it the sketch is factored again in double.
    /// </summary>
    public bool MixedPrecision { get; init; }

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the device that computes; null for <see cref="Device.Default"/>. A matrix on a device is computed there.</summary>
    public Device? Device { get; init; }

    internal void Check() => new CholeskyQrOptions { Oversampling = Oversampling, NonzerosPerColumn = NonzerosPerColumn }.Check();
}
