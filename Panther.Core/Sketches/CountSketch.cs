using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Core;

/// <summary>One sign at a random place of each column: CountSketch. <see cref="IsometryScale"/> is 1.</summary>
/// <remarks>
/// Reads a matrix once and adds each element once. Rows of the order of k²/(ε²δ) embed a subspace of dimension k with distortion ε and failure probability δ
/// (Clarkson and Woodruff 2013; Nelson and Nguyen, "OSNAP", FOCS 2013, theorem 3); fewer can fail, as two heavy rows may meet.
/// It is the <see cref="SjltSketch"/> with one non-zero, bit for bit. A sketch with more columns keeps the old part.
/// </remarks>
public sealed record CountSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S, below 2³¹.</param>
    /// <param name="columns">The columns of S.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷.</exception>
    public CountSketch(long rows, long columns)
        : base(rows, columns)
    {
    }

    /// <inheritdoc/>
    /// <value>1.</value>
    public override double IsometryScale => 1;

    internal override void Check() => ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, int.MaxValue, nameof(Rows));

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) => PartitionedSketch<T>.ByColumns(stream, Rows, Columns, 1, Scale);
}
