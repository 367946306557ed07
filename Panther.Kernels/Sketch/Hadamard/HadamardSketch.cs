using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Csr;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>A block SRHT, see <see cref="HadamardEntries{T}"/>, applied by fast transforms of one block of the columns at a time.</summary>
/// <remarks>The workspace is one block of the matrix. Rows are selected without replacement, so that more rows keep the old ones.</remarks>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class HadamardSketch<T> : SketchMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RandomStream stream;
    private readonly int blockOrder;
    private readonly T weight;

    /// <summary>Makes the sketch.</summary>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="rows">The rows, at most those of a block.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="blockOrder">The logarithm of the columns of a block.</param>
    /// <param name="weight">The magnitude of the entries.</param>
    public HadamardSketch(RandomStream stream, long rows, long columns, int blockOrder, T weight)
        : base(rows, columns)
    {
        this.stream = stream;
        this.blockOrder = blockOrder;
        this.weight = weight;
    }

    private long BlockLength => 1L << blockOrder;

    /// <inheritdoc/>
    protected override void EnqueueWindow(DeviceStream queue, StridedMatrix<T> destination, long firstRow, long firstColumn)
    {
        using DeviceBuffer<int> rows = Selected(queue);
        EntryWindow.Enqueue(queue, Entries(rows), destination, firstRow, firstColumn);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        if (source.Rows == 0)
        {
            SparseProduct.Scale(queue, StridedMatrix<T>.Of(destination), beta);
            return;
        }

        // Whole blocks can go in one pass; what is before and behind them goes block by block.
        long end = firstColumn + source.Rows;
        long wholeFirst = Math.Min(end, (firstColumn + BlockLength - 1) >> blockOrder << blockOrder);
        long wholeEnd = Math.Max(wholeFirst, end >> blockOrder << blockOrder);
        if (!BlockSketch.Fits(queue.Device, blockOrder, StridedMatrix<T>.Of(source)))
        {
            wholeFirst = wholeEnd = end;
        }

        using DeviceBuffer<int> rows = Selected(queue);
        HadamardEntries<T> entries = Entries(rows);
        StridedMatrix<T> to = StridedMatrix<T>.Of(destination);
        MultiplyBlocks(queue, entries, RowsOf(source, 0, wholeFirst - firstColumn), firstColumn, beta, to);
        if (wholeEnd > wholeFirst)
        {
            MatrixOperand<T> whole = RowsOf(source, wholeFirst - firstColumn, wholeEnd - wholeFirst);
            BlockSketch.Enqueue(queue, entries, StridedMatrix<T>.Of(whole), to, wholeFirst, wholeFirst == firstColumn ? beta : T.One);
        }

        MultiplyBlocks(queue, entries, RowsOf(source, wholeEnd - firstColumn, end - wholeEnd), wholeEnd, wholeEnd == firstColumn ? beta : T.One, to);
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        using DeviceBuffer<int> rows = Selected(queue);
        using DeviceBuffer<T> buffer = queue.Device.Allocate<T>(checked(BlockLength * source.Columns), queue);
        HadamardEntries<T> entries = Entries(rows);
        MatrixOperand<T> work = Work(buffer.View, destination);
        StridedMatrix<T> from = StridedMatrix<T>.Of(source);
        for (long first = firstColumn; first < firstColumn + destination.Rows;)
        {
            (long block, long offset, long count) = Piece(first, firstColumn + destination.Rows);
            StridedMatrix<T> to = StridedMatrix<T>.Of(RowsOf(destination, first - firstColumn, count));
            VectorOperations.Fill(queue, T.Zero, buffer.View);
            queue.Device.LoadKernel<LongIndex1D, HadamardEntries<T>, StridedMatrix<T>, StridedMatrix<T>, long>(HadamardSketchKernels.Distribute)
                .Launch(queue, from.Rows * from.Columns, entries, from, StridedMatrix<T>.Of(work), block);
            Transform(queue, work);
            queue.Device.LoadKernel<LongIndex1D, HadamardEntries<T>, StridedMatrix<T>, StridedMatrix<T>, long, long, T>(HadamardSketchKernels.Sign)
                .Launch(queue, to.Rows * to.Columns, entries, StridedMatrix<T>.Of(work), to, first, offset, beta);
            first += count;
        }
    }

    /// <inheritdoc/>
    protected override void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination)
    {
        using DeviceBuffer<int> rows = Selected(queue);
        CsrProduct.Multiply(queue, source, Entries(rows), isTransposed, destination);
    }

    /// <summary>As <see cref="SketchMatrix{T}.Multiply"/>, block by block, in any layout; nothing where the source has no rows.</summary>
    private void MultiplyBlocks(
        DeviceStream queue, HadamardEntries<T> entries, MatrixOperand<T> source, long firstColumn, T beta, StridedMatrix<T> destination)
    {
        if (source.Rows == 0)
        {
            return;
        }

        using DeviceBuffer<T> buffer = queue.Device.Allocate<T>(checked(BlockLength * source.Columns), queue);
        MatrixOperand<T> work = Work(buffer.View, source);
        for (long first = firstColumn; first < firstColumn + source.Rows;)
        {
            (long block, long offset, long count) = Piece(first, firstColumn + source.Rows);
            queue.Device.LoadKernel<LongIndex1D, HadamardEntries<T>, StridedMatrix<T>, StridedMatrix<T>, long, long>(HadamardSketchKernels.Spread)
                .Launch(
                    queue,
                    buffer.Length,
                    entries,
                    StridedMatrix<T>.Of(RowsOf(source, first - firstColumn, count)),
                    StridedMatrix<T>.Of(work),
                    block << blockOrder,
                    offset);
            Transform(queue, work);
            queue.Device.LoadKernel<LongIndex1D, HadamardEntries<T>, StridedMatrix<T>, StridedMatrix<T>, long, T>(HadamardSketchKernels.Collect)
                .Launch(
                    queue,
                    destination.Rows * destination.Columns,
                    entries,
                    StridedMatrix<T>.Of(work),
                    destination,
                    block,
                    first == firstColumn ? beta : T.One);
            first += count;
        }
    }

    private DeviceBuffer<int> Selected(DeviceStream queue)
    {
        DeviceBuffer<int> rows = queue.Device.Allocate<int>(Rows, queue);
        queue.Device.LoadKernel<Index1D, RandomPermutation, ArrayView<int>>(PermutationKernels.NarrowImages)
            .Launch(queue, checked((int)Rows), new RandomPermutation(stream, BlockLength), rows.View);
        return rows;
    }

    private HadamardEntries<T> Entries(DeviceBuffer<int> rows) => new(stream, rows.View, blockOrder, weight);

    /// <summary>One block, in the order of the matrix that goes in or comes out.</summary>
    private MatrixOperand<T> Work(ArrayView<T> elements, MatrixOperand<T> like) => like.IsTransposed
        ? MatrixOperand<T>.Dense(elements, like.Columns, BlockLength).Transposed
        : MatrixOperand<T>.Dense(elements, BlockLength, like.Columns);

    /// <summary>What lies between a column and the end of its block, or an end before that.</summary>
    private (long Block, long Offset, long Count) Piece(long first, long end)
    {
        long block = first >> blockOrder;
        return (block, first - (block << blockOrder), Math.Min(end, (block + 1) << blockOrder) - first);
    }

    private static void Transform(DeviceStream queue, MatrixOperand<T> work)
    {
        RowMatrix<T> stored = new(work.Elements, work.StoredRows, work.StoredColumns);
        if (work.IsTransposed)
        {
            WalshHadamard.TransformRows(queue, stored, stored, T.One);
        }
        else
        {
            WalshHadamard.TransformColumns(queue, stored, stored, T.One);
        }
    }
}
