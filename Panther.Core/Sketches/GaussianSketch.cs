using Panther.Kernels.Random;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>
/// A dense sketch of independent standard normal entries, times <see cref="IsometryScale"/> = 1/√Rows.
/// </summary>
/// <remarks>
/// For a subspace of dimension k, the singular values of S on it lie in 1 ± (√(k/Rows) + t) with probability at least 1 - 2 exp(-Rows·t²/2)
/// (Davidson and Szarek 2001, theorem II.13). Applying it to n columns costs 2·Rows·Columns·n operations. The draws of float and of double are different
/// numbers. A sketch with more rows or columns keeps the unscaled entries of a smaller one.
/// </remarks>
public sealed record GaussianSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S.</param>
    /// <param name="columns">The columns of S.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷.</exception>
    public GaussianSketch(long rows, long columns)
        : base(rows, columns)
    {
    }

    /// <inheritdoc/>
    /// <value>1/√Rows.</value>
    public override double IsometryScale => 1 / Math.Sqrt(Rows);

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) =>
        DenseFamily.Bind<T, NormalSingle, NormalDouble>(stream, this);
}
