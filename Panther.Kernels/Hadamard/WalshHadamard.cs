using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Hadamard;

/// <summary>
/// The fast Walsh-Hadamard transform, natural (Hadamard) order: multiplication by H with entry (i, j) = (-1)^popcount(i and j), unnormalised but for a factor.
/// Every method enqueues and returns; a destination may be the source. Computed in the element type, with the same bits on every device up to
/// the order in which the factors H₂ are applied; a transform of length n errs by at most log₂(n)·u·√n·‖x‖ in each element.
/// </summary>
internal static class WalshHadamard
{
    /// <summary>destination (m×n) = factor · source (m×n) · H.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix; n is a power of two.</param>
    /// <param name="destination">The result.</param>
    /// <param name="factor">1 for H itself, 1/√n for the orthogonal transform.</param>
    /// <exception cref="ArgumentException">The shapes differ, a matrix does not fit its view, or n is no power of two.</exception>
    public static void TransformRows<T>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        source.ValidateSameShape(destination);
        if (source.IsEmpty)
        {
            return;
        }

        int order = Order(source.Columns);
        BlockPlan plan = BlockPlan.ForRows<T>(queue.Device, order);
        int blockOrder = plan.Order;
        int done = Math.Min(order, blockOrder);
        RowMatrix<T> from = source;
        RowMatrix<T> to = destination;
        int pieceOrder = done;
        if (source.IsDense && destination.IsDense && (source.Rows << order) % (1L << blockOrder) == 0)
        {
            // Rows of whole blocks: which row of the matrix an element belongs to does not matter.
            long blocks = (source.Rows << order) >> blockOrder;
            from = new RowMatrix<T>(source.Elements, blocks, 1L << blockOrder);
            to = new RowMatrix<T>(destination.Elements, blocks, 1L << blockOrder);
            pieceOrder = blockOrder;
        }

        int rowOrder = Order(from.Columns) - pieceOrder;
        long elements = from.Rows << (rowOrder + pieceOrder);
        queue.Device.LoadKernel<
                RowMatrix<T>, RowMatrix<T>, T, int, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                WalshHadamardKernels.TransformRows, plan.Options)
            .Launch(
                queue,
                new KernelConfig(checked((int)((elements + (1L << blockOrder) - 1) >> blockOrder)), plan.Threads),
                from,
                to,
                factor,
                rowOrder,
                SpecializedValue.New(done),
                SpecializedValue.New(pieceOrder),
                SpecializedValue.New(blockOrder),
                SpecializedValue.New(plan.RegisterOrder));

        // What is left are transforms of the pieces' elements across the pieces: columns of the row read as a matrix.
        while (done < order)
        {
            int next = Next(queue.Device, done, order);
            var places = new StridedBatch(1L << done, destination.LeadingDimension, 1L << next);
            Columns(queue, destination.Elements, places, destination.Elements, places, 1L << done, destination.Rows, 1L << (order - next), T.One, next - done);
            done = next;
        }
    }

    /// <summary>destination (m×n) = factor · H · source (m×n).</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix; m is a power of two.</param>
    /// <param name="destination">The result.</param>
    /// <param name="factor">1 for H itself, 1/√m for the orthogonal transform.</param>
    /// <exception cref="ArgumentException">The shapes differ, a matrix does not fit its view, or m is no power of two.</exception>
    public static void TransformColumns<T>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        source.ValidateSameShape(destination);
        if (source.IsEmpty)
        {
            return;
        }

        int order = Order(source.Rows);
        int done = 0;
        do
        {
            int next = Next(queue.Device, done, order);
            RowMatrix<T> from = done == 0 ? source : destination;
            Columns(
                queue,
                from.Elements,
                new StridedBatch(from.LeadingDimension << done, from.LeadingDimension << next, from.LeadingDimension),
                destination.Elements,
                new StridedBatch(destination.LeadingDimension << done, destination.LeadingDimension << next, destination.LeadingDimension),
                source.Columns,
                1L << (order - next),
                1L << done,
                done == 0 ? factor : T.One,
                next - done);
            done = next;
        }
        while (done < order);
    }

    /// <summary>The bit behind the last of the next pass, where the passes left are to be about equal.</summary>
    private static int Next(Device device, int done, int order)
    {
        int most = BlockPlan.MaxColumnOrder(device);
        int passes = Math.Max(1, (order - done + most - 1) / most);
        return done + ((order - done + passes - 1) / passes);
    }

    private static void Columns<T>(
        DeviceStream queue,
        ArrayView<T> source,
        StridedBatch from,
        ArrayView<T> destination,
        StridedBatch to,
        long columns,
        long outerBatches,
        long innerBatches,
        T factor,
        int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BlockPlan plan = BlockPlan.ForColumns<T>(queue.Device, order);
        int tiles = checked((int)((columns + plan.Width - 1) / plan.Width));
        int groups = checked((int)(tiles * outerBatches * innerBatches));
        queue.Device.LoadKernel<
                ArrayView<T>, StridedBatch, ArrayView<T>, StridedBatch, int, int, T, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                WalshHadamardKernels.TransformColumns, plan.Options)
            .Launch(
                queue,
                new KernelConfig(new Index2D(groups, 1), new Index2D(plan.Width, plan.Threads / plan.Width)),
                source,
                from,
                destination,
                to,
                checked((int)columns),
                checked((int)innerBatches),
                factor,
                SpecializedValue.New(order),
                SpecializedValue.New(plan.RegisterOrder),
                SpecializedValue.New(plan.Width));
    }

    private static int Order(long length) => BitOperations.IsPow2(length)
        ? BitOperations.Log2((ulong)length)
        : throw new ArgumentException($"A Walsh-Hadamard transform needs a power of two of elements, not {length}.");
}
