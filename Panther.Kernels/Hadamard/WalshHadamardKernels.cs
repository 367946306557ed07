using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Hadamard;

/// <summary>
/// The fast Walsh-Hadamard transform (Fino and Algazi, "Unified matrix treatment of the fast Walsh-Hadamard transform", 1976) of blocks that fit shared
/// memory. A thread holds 2^r elements, enough for r of the bits of an element's number; between the bits, elements change threads in shared memory.
/// </summary>
internal static class WalshHadamardKernels
{
    /// <summary>
    /// Transforms neighbours in rows, 2^<paramref name="order"/> at a time. Rows consist of 2^<paramref name="rowOrder"/> pieces of
    /// 2^<paramref name="pieceOrder"/> elements, and a group takes as many pieces as make 2^<paramref name="blockOrder"/> elements. The highest bits of a block come
    /// first and the middle ones last, where neighbouring threads touch neighbouring elements of global memory. order is at most pieceOrder, that at most
    /// blockOrder, and that at most three times <paramref name="registerOrder"/>.
    /// </summary>
    public static void TransformRows<T>(
        RowMatrix<T> source,
        RowMatrix<T> destination,
        T factor,
        int rowOrder,
        SpecializedValue<int> order,
        SpecializedValue<int> pieceOrder,
        SpecializedValue<int> blockOrder,
        SpecializedValue<int> registerOrder)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> block = SharedMemory.Allocate<T>(BlockPlace.Length(blockOrder));
        var values = new T[1 << registerOrder.Value];
        int thread = Group.IdxX;
        int high = blockOrder.Value - registerOrder.Value;
        long firstPiece = (long)Grid.IdxX << (blockOrder.Value - pieceOrder.Value);
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();

            // What is read of a last block that has not all of its rows is never written.
            long row = Math.Min(RowPiece.Row(firstPiece, thread, i << high, pieceOrder, rowOrder), source.Rows - 1);
            values[i] = source[row, RowPiece.Column(firstPiece, thread, i << high, pieceOrder, rowOrder)];
        }

        Butterflies.Apply(values, 0, Math.Max(0, order.Value - high));
        BlockPlace.Store(block, values, thread, high, registerOrder);
        Group.Barrier();
        BlockPlace.Load(block, values, thread, 0, registerOrder);
        Butterflies.Apply(values, 0, Math.Min(order, registerOrder));
        Group.Barrier();
        BlockPlace.Store(block, values, thread, 0, registerOrder);
        Group.Barrier();
        BlockPlace.Load(block, values, thread, registerOrder, registerOrder);
        Butterflies.Apply(values, 0, Math.Min(order, high) - registerOrder);
        int places = BlockPlace.Of(thread, 0, registerOrder, registerOrder);
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            long row = RowPiece.Row(firstPiece, places, i << registerOrder.Value, pieceOrder, rowOrder);
            if (row < source.Rows)
            {
                destination[row, RowPiece.Column(firstPiece, places, i << registerOrder.Value, pieceOrder, rowOrder)] = factor * values[i];
            }
        }
    }

    /// <summary>
    /// Transforms 2^<paramref name="order"/> elements at equal distances: a group takes <paramref name="width"/> neighbouring columns of one batch, and
    /// Group.DimY threads with 2^<paramref name="registerOrder"/> elements each share a column.
    /// </summary>
    public static void TransformColumns<T>(
        ArrayView<T> source,
        StridedBatch from,
        ArrayView<T> destination,
        StridedBatch to,
        int columns,
        int innerBatches,
        T factor,
        SpecializedValue<int> order,
        SpecializedValue<int> registerOrder,
        SpecializedValue<int> width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> block = SharedMemory.Allocate<T>(order.Value == registerOrder.Value ? 1 : width.Value * BlockPlace.Length(order));
        var values = new T[1 << registerOrder.Value];
        int tiles = (columns + width.Value - 1) / width.Value;
        int batch = Grid.IdxX / tiles;
        int x = Group.IdxX;
        int y = Group.IdxY;
        int column = ((Grid.IdxX - (batch * tiles)) * width.Value) + x;
        int high = order.Value - registerOrder.Value;
        bool isThere = column < columns;

        // Threads beside the last column read it as well, and write nothing.
        int outer = batch / innerBatches;
        int inner = batch - (outer * innerBatches);
        int place = Math.Min(column, columns - 1);
        ArrayView<T> sourceColumn = source.SubView((outer * from.OuterStride) + (inner * from.InnerStride) + place);
        ArrayView<T> destinationColumn = destination.SubView((outer * to.OuterStride) + (inner * to.InnerStride) + place);
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] = sourceColumn[(y * from.Stride) + ((i << high) * from.Stride)];
        }

        Butterflies.Apply(values, 0, registerOrder);
        if (high == 0)
        {
            if (isThere)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    Unroll.Full();
                    destinationColumn[i * to.Stride] = factor * values[i];
                }
            }

            return;
        }

        int passes = (high + registerOrder.Value - 1) / registerOrder.Value;
        for (int pass = 0; pass < passes; pass++)
        {
            Unroll.Full();
            int done = high - (pass * registerOrder.Value);
            int next = Math.Max(0, done - registerOrder.Value);
            ColumnPlace.Store(block, values, x, y, done, registerOrder, width);
            Group.Barrier();
            ColumnPlace.Load(block, values, x, y, next, registerOrder, width);
            if (next > 0)
            {
                Group.Barrier();
            }

            Butterflies.Apply(values, 0, done - next);
        }

        if (isThere)
        {
            for (int i = 0; i < values.Length; i++)
            {
                Unroll.Full();
                destinationColumn[(BlockPlace.Of(y, 0, 0, registerOrder) * to.Stride) + (i * to.Stride)] = factor * values[i];
            }
        }
    }
}
