using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Dense;

namespace Panther.Core;

/// <summary>
/// A dense sketch of independent entries, uniform in [-√3, √3] and so of variance 1, times <see cref="IsometryScale"/> = 1/√Rows.
/// </summary>
/// <remarks>
/// Entries are bounded and sub-Gaussian, so that the bounds of <see cref="GaussianSketch"/> hold up to constants (Vershynin, High-Dimensional Probability,
/// theorem 4.6.1); drawing them is cheaper. The draws of float and of double are different numbers. A sketch with more rows or columns keeps the unscaled
/// entries of a smaller one.
/// </remarks>
public sealed record UniformSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S.</param>
    /// <param name="columns">The columns of S.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷.</exception>
    public UniformSketch(long rows, long columns)
        : base(rows, columns)
    {
    }

    /// <inheritdoc/>
    /// <value>1/√Rows.</value>
    public override double IsometryScale => 1 / Math.Sqrt(Rows);

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) =>
        DenseFamily.Bind<T, CenteredUniformSingle, CenteredUniformDouble>(stream, this);
}
