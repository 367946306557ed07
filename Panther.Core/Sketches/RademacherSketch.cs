using Panther.Kernels.Random;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>A dense sketch of independent signs, times <see cref="IsometryScale"/> = 1/√Rows.</summary>
/// <remarks>
/// The cheapest dense family to draw, with the Johnson-Lindenstrauss property of Achlioptas (J. Computer and System Sciences 66, 2003, theorem 1.1).
/// The signs of float and of double are the same. A sketch with more rows or columns keeps the signs of a smaller one.
/// </remarks>
public sealed record RademacherSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S.</param>
    /// <param name="columns">The columns of S.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷.</exception>
    public RademacherSketch(long rows, long columns)
        : base(rows, columns)
    {
    }

    /// <inheritdoc/>
    /// <value>1/√Rows.</value>
    public override double IsometryScale => 1 / Math.Sqrt(Rows);

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) =>
        DenseFamily.Bind<T, SignSingle, SignDouble>(stream, this);
}
