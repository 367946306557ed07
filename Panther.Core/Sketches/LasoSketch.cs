using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Core;

/// <summary>
/// A fixed number of signs in each row, one in each of as many parts that the columns are cut into, times <see cref="IsometryScale"/> =
/// √(Columns/(Rows·NonzerosPerRow)): a long-axis-sparse operator.
/// </summary>
/// <remarks>
/// Reads only Rows·NonzerosPerRow rows of a matrix, and so needs matrices without a few heavy rows: the variance of ‖S x‖² grows with the coherence
/// (Dereziński, Liao, Dobriban and Mahoney, "Sparse sketches with small inversion bias", COLT 2021, which calls such operators leverage score sparsified).
/// Where the columns are not a multiple of the non-zeros, the first parts are longer by one, and their signs carry the factor
/// √(NonzerosPerRow·length/Columns), so that all columns weigh the same. A sketch with more rows keeps the unscaled rows of a smaller one.
/// </remarks>
public sealed record LasoSketch : SketchDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="rows">The rows of S.</param>
    /// <param name="columns">The columns of S, below 2³¹.</param>
    /// <param name="nonzerosPerRow">The signs in a row, from 1 to <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above 2⁴⁷, or there is no place for the non-zeros.</exception>
    public LasoSketch(long rows, long columns, int nonzerosPerRow)
        : base(rows, columns)
    {
        NonzerosPerRow = nonzerosPerRow;
        Check();
    }

    /// <summary>Gets the signs in a row.</summary>
    public int NonzerosPerRow { get; init; }

    /// <inheritdoc/>
    /// <value>√(Columns/(Rows·NonzerosPerRow)).</value>
    public override double IsometryScale => Math.Sqrt(Columns / ((double)Rows * NonzerosPerRow));

    internal override void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Columns, int.MaxValue, nameof(Columns));
        ArgumentOutOfRangeException.ThrowIfLessThan(NonzerosPerRow, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NonzerosPerRow, Columns);
    }

    internal override SketchMatrix<T> Bind<T>(RandomStream stream) => PartitionedSketch<T>.ByRows(stream, Rows, Columns, NonzerosPerRow, Scale);
}
