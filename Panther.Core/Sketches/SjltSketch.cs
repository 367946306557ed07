using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Core;

/// <summary>
/// A fixed number of signs in each column, one in each of as many parts that the rows are cut into, times <see cref="IsometryScale"/> = 1/√NonzerosPerColumn:
/// the sparse Johnson-Lindenstrauss transform, OSNAP, a short-axis-sparse operator.
/// </summary>
/// <remarks>
/// The block construction of Kane and Nelson (J. ACM 61, 2014, figure 1c). Rows of the order of k·log(k)/ε² with about log(k)/ε non-zeros embed a subspace of
/// dimension k (Cohen, "Nearly tight oblivious subspace embeddings by trace inequalities", SODA 2016, theorem 1); in practice 4 to 8 non-zeros and twice to
/// four times as many rows as the dimension do. The default for tall matrices: it costs NonzerosPerColumn additions for each element of the matrix.
/// A sketch with more columns keeps the old part.
/// </remarks>
public sealed record SjltSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S, below 2³¹.</param>
    /// <param name="columns">The columns of S.</param>
    /// <param name="nonzerosPerColumn">The signs in a column, from 1 to <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷, or there is no place for the non-zeros.</exception>
    public SjltSketch(long rows, long columns, int nonzerosPerColumn = 4)
        : base(rows, columns)
    {
        NonzerosPerColumn = nonzerosPerColumn;
        Check();
    }

    /// <summary>Gets the signs in a column.</summary>
    public int NonzerosPerColumn { get; init; }

    /// <inheritdoc/>
    /// <value>1/√NonzerosPerColumn.</value>
    public override double IsometryScale => 1 / Math.Sqrt(NonzerosPerColumn);

    internal override void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, int.MaxValue, nameof(Rows));
        ArgumentOutOfRangeException.ThrowIfLessThan(NonzerosPerColumn, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NonzerosPerColumn, Rows);
    }

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) => PartitionedSketch<T>.ByColumns(stream, Rows, Columns, NonzerosPerColumn, Scale);
}
