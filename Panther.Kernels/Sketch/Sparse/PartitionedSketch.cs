using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>
/// A sketching matrix with a fixed number of signs in each column, cut into parts by rows (SASO), or in each row, cut into parts by columns (LASO).
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class PartitionedSketch<T> : SketchMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PartitionedSigns<T> signs;
    private readonly bool isByRows;

    private PartitionedSketch(long rows, long columns, PartitionedSigns<T> signs, bool isByRows)
        : base(rows, columns)
    {
        this.signs = signs;
        this.isByRows = isByRows;
    }

    private PatternEntries<T, PartitionedSigns<T>> Entries => new(signs, !isByRows);

    /// <summary>Makes a SASO: <paramref name="nonzeros"/> entries of ±<paramref name="scale"/> in each column.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="nonzeros">The non-zeros of a column, from 1 to the rows.</param>
    /// <param name="scale">The magnitude of the entries.</param>
    /// <exception cref="OverflowException">There are more than 2³¹ - 1 rows.</exception>
    public static PartitionedSketch<T> ByColumns(RandomStream stream, long rows, long columns, int nonzeros, double scale)
    {
        int length = checked((int)rows) / nonzeros;
        T weight = T.CreateTruncating(scale);
        return new(rows, columns, new PartitionedSigns<T>(stream, nonzeros, length, (int)rows - (length * nonzeros), weight, weight), false);
    }

    /// <summary>
    /// Makes a LASO: <paramref name="nonzeros"/> entries in each row, of magnitude <paramref name="scale"/>·√(nonzeros·length/columns) in a part of some length,
    /// which makes all columns weigh the same.
    /// </summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="nonzeros">The non-zeros of a row, from 1 to the columns.</param>
    /// <param name="scale">The magnitude of the entries.</param>
    /// <exception cref="OverflowException">There are more than 2³¹ - 1 columns.</exception>
    public static PartitionedSketch<T> ByRows(RandomStream stream, long rows, long columns, int nonzeros, double scale)
    {
        int length = checked((int)columns) / nonzeros;
        double even = (double)nonzeros / columns;
        return new(
            rows,
            columns,
            new PartitionedSigns<T>(
                stream,
                nonzeros,
                length,
                (int)columns - (length * nonzeros),
                T.CreateTruncating(scale * Math.Sqrt(even * length)),
                T.CreateTruncating(scale * Math.Sqrt(even * (length + 1d)))),
            true);
    }

    /// <inheritdoc/>
    protected override void EnqueueWindow(DeviceStream queue, StridedMatrix<T> destination, long firstRow, long firstColumn) =>
        EntryWindow.Enqueue(queue, Entries, destination, firstRow, firstColumn);

    /// <inheritdoc/>
    protected override void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        StridedMatrix<T> from = StridedMatrix<T>.Of(source);
        StridedMatrix<T> to = StridedMatrix<T>.Of(destination);
        if (isByRows)
        {
            SparseProduct.Gather(queue, signs, from, to, 0, firstColumn, beta);
        }
        else
        {
            PartitionedScatter.Enqueue(queue, signs, from, to, firstColumn, beta);
        }
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        StridedMatrix<T> from = StridedMatrix<T>.Of(source);
        StridedMatrix<T> to = StridedMatrix<T>.Of(destination);
        if (isByRows)
        {
            SparseProduct.Scatter(queue, signs, from, to, 0, firstColumn, beta);
        }
        else
        {
            SparseProduct.Gather(queue, signs, from, to, firstColumn, 0, beta);
        }
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination)
    {
        if (isTransposed != isByRows)
        {
            CsrProduct.Scatter(queue, source, signs, destination);
        }
        else
        {
            CsrProduct.Multiply(queue, source, Entries, isTransposed, destination);
        }
    }
}
