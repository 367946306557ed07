using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;

namespace Panther.Core;

/// <summary>A pivoted QR in the making, block after block of columns.</summary>
/// <remarks>
/// With k columns of Q done, W is what is left of A P beyond them, A P = Q R + [0 W], and Y = S W, kept up to date by Y = Y - (S Q_b) R_b for each block b.
/// </remarks>
internal sealed partial class PivotedBlocks<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceStream stream;
    private readonly PivotedQrOptions options;
    private readonly DisposalList owned = new();
    private readonly SketchOperator? sketcher;
    private readonly DeviceBuffer<T> q;
    private readonly DeviceBuffer<T> r;
    private readonly DeviceBuffer<T> sketch;
    private readonly DeviceBuffer<int> pivots;
    private readonly long rows;
    private readonly int columns;
    private readonly int limit;
    private readonly long sketchRows;
    private readonly double tolerance;
    private readonly ProbeSet probes;
    private DeviceBuffer<T> rest;
    private DeviceBuffer<T> spare;
    private double largest;
    private bool isExhausted;

    /// <summary>Copies and sketches a matrix.</summary>
    public PivotedBlocks(DeviceStream stream, DeviceMatrix<T> a, PivotedQrOptions options, uint attempt, bool isSketched, int limit, double tolerance)
    {
        (this.stream, this.options, this.limit, this.tolerance) = (stream, options, limit, tolerance);
        (rows, columns) = (a.Rows, checked((int)a.Columns));
        probes = new ProbeSet(new RandomStream(options.Seed, attempt + 16));
        Permutation = [.. Enumerable.Range(0, columns)];
        int block = Math.Min(options.BlockSize, limit);
        double wanted = Math.Max(Math.Ceiling(options.Oversampling * block), block + CholeskyQrOptions.LeastExtraRows);
        IsSketched = isSketched && wanted < rows;
        sketchRows = IsSketched ? (long)wanted : 0;
        try
        {
            q = Reserve<T>(rows * limit);
            r = Reserve<T>((long)limit * columns);
            pivots = Reserve<int>(columns);
            sketch = Reserve<T>(sketchRows * columns);
            rest = Reserve<T>(checked(rows * columns));
            spare = Reserve<T>(rows * columns);
            DenseOperand.CopyByRows(stream, a.Operand, rest.View);
            MatrixOperations.Identity(stream, T.Zero, new RowMatrix<T>(r.View, limit, columns));
            if (IsSketched)
            {
                sketcher = new SjltSketch(sketchRows, rows, options.NonzerosPerColumn).Sample(options.Seed, attempt);
                Sketched(RestFrom(0).Operand, MatrixOperand<T>.Dense(sketch.View, sketchRows, columns));
            }
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Gets the columns of Q done so far.</summary>
    public int Rank { get; private set; }

    /// <summary>Gets the column of A in each place of A P.</summary>
    public int[] Permutation { get; private set; }

    /// <summary>Gets a value indicating whether pivots come from a sketch.</summary>
    public bool IsSketched { get; }

    /// <summary>Gets the most robust way that a block has needed.</summary>
    public CholeskyQrMethod Method { get; private set; }

    /// <summary>Gets Q as far as it is done.</summary>
    public MatrixOperand<T> Q => new(q.View, rows, Rank, limit);

    /// <summary>Gets R as far as it is done.</summary>
    public MatrixOperand<T> R => new(r.View, Rank, columns, columns);

    /// <summary>Does the next block of columns.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Next()
    {
        int width = Math.Min(options.BlockSize, limit - Rank);
        if (width == 0 || isExhausted)
        {
            return false;
        }

        using var triangle = new TriangularFactor<T>(stream, width, columns - Rank);
        Pivot(triangle, width);
        triangle.Rows = AboveTolerance(triangle.Diagonal());
        isExhausted = triangle.Rows < width;
        if (triangle.Rows == 0)
        {
            return false;
        }

        using DeviceMatrix<T> panel = DeviceMatrix<T>.Allocate(stream.Device, rows, triangle.Rows);
        using var panelR = new TriangularFactor<T>(stream, triangle.Rows, triangle.Rows);
        MatrixOperations.Copy(stream, triangle.Matrix with { Columns = triangle.Rows }, panelR.Matrix);
        int done = Orthonormalize(panel, panelR);
        if (done > 0)
        {
            Deflate(panel, panelR, done);
        }

        return done > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private DeviceBuffer<TElement> Reserve<TElement>(long length)
        where TElement : unmanaged
        => owned.Add(stream.Device.Allocate<TElement>(length, stream));

    private RowMatrix<T> RestFrom(int column) => From(rest, rows, column);

    private RowMatrix<T> From(DeviceBuffer<T> matrix, long height, int column) => new(matrix.View.SubView(column), height, columns - column, columns);

    private void Sketched(MatrixOperand<T> source, MatrixOperand<T> destination) => sketcher!.Bind<T>().Multiply(stream, source, 0, T.Zero, destination);

    /// <summary>Chooses the next block's pivots and brings them to the front of the rest, of the sketch and of R.</summary>
    private void Pivot(TriangularFactor<T> triangle, int width)
    {
        RowMatrix<T> source = IsSketched ? From(sketch, sketchRows, Rank) : RestFrom(Rank);
        int steps = (int)Math.Min(width, source.Rows);
        triangle.Rows = steps;
        ColumnPivotedQr.Factor(stream, source.Operand, pivots.View, triangle.Matrix, steps);
        int[] order = pivots.ToArray(stream);
        int[] before = [.. Permutation];
        for (int j = 0; j < columns - Rank; j++)
        {
            Permutation[Rank + j] = before[Rank + order[j]];
        }

        MatrixOperations.GatherColumns(stream, pivots.View, RestFrom(Rank), From(spare, rows, Rank));
        Reorder(sketch, sketchRows);
        Reorder(r, Rank);
        (rest, spare) = (spare, rest);
    }

    /// <summary>Puts columns of a small matrix into the pivoted order.</summary>
    private void Reorder(DeviceBuffer<T> matrix, long height)
    {
        if (height > 0)
        {
            using DeviceBuffer<T> copy = stream.Device.Allocate<T>(height * (columns - Rank), stream);
            var reordered = new RowMatrix<T>(copy.View, height, columns - Rank);
            MatrixOperations.GatherColumns(stream, pivots.View, From(matrix, height, Rank), reordered);
            MatrixOperations.Copy(stream, reordered, From(matrix, height, Rank));
        }
    }

    /// <summary>
    /// Makes the block's columns orthonormal, orthogonal to Q once more, and orthonormal again: where they are small beside those that were taken out of them
    /// before, roundings of these have become visible in the first step (Giraud, Langou, Rozložník and van den Eshof, "Rounding error analysis of the
    /// classical Gram-Schmidt orthogonalization process", Numerische Mathematik 101, 2005: twice is enough).
    /// </summary>
    /// <returns>How many columns there are in the end.</returns>
    private int Orthonormalize(DeviceMatrix<T> panel, TriangularFactor<T> panelR)
    {
        int width = panelR.Rows;
        RowMatrix<T> source = RestFrom(Rank) with { Columns = width };
        MatrixOperations.Copy(stream, source, panel.Stored);
        Factor(panel, source, panelR);
        if (Rank > 0)
        {
            using DeviceBuffer<T> weights = stream.Device.Allocate<T>((long)Rank * width, stream);
            using DeviceBuffer<T> copy = stream.Device.Allocate<T>(rows * width, stream);
            using var correction = new TriangularFactor<T>(stream, width, width);
            MatrixOperand<T> weight = MatrixOperand<T>.Dense(weights.View, Rank, width);
            MatrixProduct.Enqueue(stream, T.One, Q.Transposed, panel.Operand, T.Zero, weight);
            MatrixProduct.Enqueue(stream, T.NegativeOne, Q, weight, T.One, panel.Operand);
            MatrixProduct.Enqueue(stream, T.One, weight, panelR.Triangle, T.One, new MatrixOperand<T>(r.View.SubView(Rank), Rank, width, columns));
            MatrixOperations.Copy(stream, panel.Stored, new RowMatrix<T>(copy.View, rows, width));
            MatrixOperations.Identity(stream, T.One, correction.Matrix);
            Factor(panel, new RowMatrix<T>(copy.View, rows, width), correction);
            panelR.MultiplyFromLeft(correction.Triangle);
        }

        double[] diagonal = panelR.Diagonal();
        largest = Math.Max(largest, diagonal.Max());
        int done = AboveTolerance(diagonal);
        isExhausted |= done < diagonal.Length;
        return done;
    }

    /// <summary>Makes columns orthonormal by passes of Cholesky QR, or by reflections.</summary>
    private void Factor(DeviceMatrix<T> panel, RowMatrix<T> source, TriangularFactor<T> triangle)
    {
        var qr = new PreconditionedQr<T>(stream, probes);
        CholeskyQrMethod method = CholeskyQrMethod.Householder;
        if (qr.TryFactor(panel.Operand, triangle, isPivoted: true))
        {
            method = qr.Method;
        }
        else
        {
            MatrixOperations.Copy(stream, source, panel.Stored);
            ReflectionQr.Factor(stream, panel, triangle.Matrix);
        }

        Method = method > Method ? method : Method;
    }

    /// <summary>Takes the block out of the rest and of the sketch, and adds it to Q and R.</summary>
    private void Deflate(DeviceMatrix<T> panel, TriangularFactor<T> panelR, int done)
    {
        MatrixOperand<T> block = new(panel.View, rows, done, panel.Columns);
        int first = Rank;
        int next = first + done;
        MatrixOperations.Copy(stream, new RowMatrix<T>(panel.View, rows, done, panel.Columns), new RowMatrix<T>(q.View.SubView(first), rows, done, limit));
        Rank = next;

        // Of the block's own columns R is known from their factorisation.
        RowMatrix<T> rowsOfR = new(r.View.SubView((long)first * columns), done, columns, columns);
        MatrixOperations.Copy(stream, panelR.Matrix with { Rows = done }, rowsOfR with { Elements = rowsOfR.Elements.SubView(first), Columns = panelR.Columns });
        if (next == columns)
        {
            return;
        }

        MatrixOperand<T> weights = new(rowsOfR.Elements.SubView(next), done, columns - next, columns);
        MatrixOperand<T> others = RestFrom(next).Operand;
        MatrixProduct.Enqueue(stream, T.One, block.Transposed, others, T.Zero, weights);
        MatrixProduct.Enqueue(stream, T.NegativeOne, block, weights, T.One, others);
        if (IsSketched)
        {
            using DeviceBuffer<T> image = stream.Device.Allocate<T>(sketchRows * done, stream);
            MatrixOperand<T> sketched = MatrixOperand<T>.Dense(image.View, sketchRows, done);
            Sketched(block, sketched);
            MatrixProduct.Enqueue(stream, T.NegativeOne, sketched, weights, T.One, From(sketch, sketchRows, next).Operand);
        }
    }

    /// <summary>The elements of a diagonal up to the last that is above the tolerance, and the largest so far with the first.</summary>
    private int AboveTolerance(double[] diagonal)
    {
        double reference = Math.Max(largest, diagonal.Max());
        int count = diagonal.Length;
        while (count > 0 && !(diagonal[count - 1] > tolerance * reference))
        {
            count--;
        }

        return count;
    }
}
