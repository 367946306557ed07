using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <content>With copies that the hardware makes by itself; for <c>DeviceFeature.BulkCopy</c>.</content>
internal static partial class RowSumKernel
{
    private const int MaxTileRows = 256;
    private const int Stages = 2;

    /// <summary>The rows of the source that one copy brings.</summary>
    public static int TileRows(int chunk) => Math.Min(chunk, MaxTileRows);

    /// <summary>As <see cref="Add"/>.</summary>
    /// <param name="a">The operands.</param>
    /// <param name="map">The source in tiles of <see cref="TileRows"/> rows and <see cref="RowBytes"/> bytes.</param>
    /// <param name="rows">The sketch's rows of a group, a multiple of 64.</param>
    /// <param name="chunk">The source's rows in a chunk, a power of two.</param>
    /// <param name="capacity">The longest list.</param>
    public static void AddBulk<T>(
        RowSumArguments<T> a,
        ArrayView<TensorMap> map,
        SpecializedValue<int> rows,
        SpecializedValue<int> chunk,
        SpecializedValue<int> capacity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panelRuns = chunk.Value * Runs;
        int tableLength = rows.Value * (capacity.Value + 1);
        ArrayView<T> panels = SharedMemory.Allocate<T>(Stages * chunk.Value * (RowBytes / Interop.SizeOf<T>()), RowBytes);
        ArrayView<ushort> tables = SharedMemory.Allocate<ushort>(Stages * rows.Value * (capacity.Value + 1), RowBytes);
        ArrayView<ulong> arrived = SharedMemory.Allocate<ulong>(Stages);
        var sums = new T[RowBytes / Interop.SizeOf<T>()];
        int rowBlock = Grid.IdxX % a.RowBlocks;
        int firstColumn = Grid.IdxX / a.RowBlocks * (RowBytes / Interop.SizeOf<T>());
        int number = Grid.IdxY * a.SplitChunks;
        int end = Math.Min(a.Chunks, number + a.SplitChunks);
        if (Group.IdxX == 0)
        {
            for (int stage = 0; stage < Stages; stage++)
            {
                SharedBarrier.Initialize(ref arrived[stage], 1);
            }

            SharedBarrier.FenceInitialization();
            BulkCopy.Acquire(ref map[0]);
            for (int stage = 0; stage < Stages && number + stage < end; stage++)
            {
                int used = Lines(a, number + stage, rowBlock);
                StartBulk(a, map, panels, tables, arrived, stage, number + stage, rowBlock, used, firstColumn, rows, chunk, tableLength);
            }
        }

        Group.Barrier();
        int lines = Lines(a, Math.Min(number + Stages, end - 1), rowBlock);
        int parity = 0;
        for (int half = 0; number < end; half ^= 1)
        {
            SharedBarrier.Wait(ref arrived[half], parity);
            AddChunk(panels, half * panelRuns, tables, half * tableLength, rows, sums);
            Group.Barrier();
            if (Group.IdxX == 0 && number + Stages < end)
            {
                StartBulk(a, map, panels, tables, arrived, half, number + Stages, rowBlock, lines, firstColumn, rows, chunk, tableLength);

                // Read a turn before it is needed.
                lines = Lines(a, Math.Min(number + Stages + 1, end - 1), rowBlock);
            }

            parity ^= half;
            number++;
        }

        Store(a, rowBlock * (long)rows.Value, firstColumn, rows, sums);
    }

    private static void StartBulk<T>(
        RowSumArguments<T> a,
        ArrayView<TensorMap> map,
        ArrayView<T> panels,
        ArrayView<ushort> tables,
        ArrayView<ulong> arrived,
        int stage,
        int number,
        int rowBlock,
        int lines,
        int firstColumn,
        int rows,
        int chunk,
        int tableLength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref ulong barrier = ref arrived[stage];
        int listBytes = lines * rows * sizeof(ushort);
        SharedBarrier.ArriveExpecting(ref barrier, (chunk * RowBytes) + listBytes);
        BulkCopy.ToShared(ref tables[stage * tableLength], ref a.Lists[(((long)number * a.RowBlocks) + rowBlock) * tableLength], listBytes, ref barrier);
        for (int row = 0; row < chunk; row += TileRows(chunk))
        {
            Unroll.None();
            BulkCopy.ToShared(ref panels[((stage * chunk) + row) * (RowBytes / Interop.SizeOf<T>())], ref map[0], firstColumn, (number * chunk) + row, ref barrier);
        }
    }

    private static int Lines<T>(RowSumArguments<T> a, int number, int rowBlock)
        where T : unmanaged, IFloatingPointIeee754<T>
        => RowListKernel.Lines(a.Lines[((long)number * a.RowBlocks) + rowBlock]);
}
