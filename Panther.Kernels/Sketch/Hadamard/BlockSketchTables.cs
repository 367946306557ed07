using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;
using Panther.Kernels.Scan;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>What is random in a block SRHT, written out in the order in which the threads of <see cref="BlockSketchKernel"/> need it.</summary>
internal static class BlockSketchTables
{
    /// <summary>The signs in a word.</summary>
    public const int Bits = 32;

    /// <summary>The threads of <see cref="Sort"/>.</summary>
    public const int SortThreads = 256;

    private const int StageBits = 6;
    private const int RowMask = (1 << 30 >> StageBits) - 1;

    /// <summary>Which row of the thread's half it is, out of its entry.</summary>
    public static int Stage(int entry) => (entry & ((1 << StageBits) - 1)) - 1;

    /// <summary>The row of the sketch, out of its entry.</summary>
    public static int Row(int entry) => (entry >> StageBits) & RowMask;

    /// <summary>
    /// Sorts the rows of the sketch by the thread that holds the row they select in the end, and its half; one group. Their order within a half, which nothing depends on, may differ from run to run.
    /// </summary>
    /// <param name="selected">The selected rows.</param>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="rows">Receives the rows of the sketch.</param>
    /// <param name="starts">Receives where each half starts, and the end.</param>
    public static void Sort(ArrayView<int> selected, int order, ArrayView<int> rows, ArrayView<int> starts)
    {
        int high = BlockSketchKernel.High(order);
        ArrayView<int> next = SharedMemory.Allocate<int>(SortThreads);
        ArrayView<int> scratch = SharedMemory.Allocate<int>(SortThreads);
        next[Group.IdxX] = 0;
        Group.Barrier();
        for (int i = Group.IdxX; i < selected.Length; i += SortThreads)
        {
            Atomic.Add(ref next[Half(selected[i], high)], 1);
        }

        Group.Barrier();
        int start = GroupScan.Exclusive(next[Group.IdxX], SortThreads, scratch, out int total);
        next[Group.IdxX] = start;
        int halves = BlockSketchKernel.Halves(order);
        if (Group.IdxX < halves)
        {
            starts[Group.IdxX] = start;
        }

        if (Group.IdxX == 0)
        {
            starts[halves] = total;
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < selected.Length; i += SortThreads)
        {
            rows[Atomic.Add(ref next[Half(selected[i], high)], 1)] = i;
        }
    }

    /// <summary>
    /// Writes an entry for each sorted row of the sketch and block, by blocks: its place in the half, the row, and the sign; and the signs of the blocks' rows, a bit each, set where negative.
    /// Of those stand together the rows r, r + 2^high, r + 2·2^high and so on of a block. One thread an entry or a word of signs.
    /// </summary>
    /// <param name="index">The entry, or behind all of them the word.</param>
    /// <param name="entries">The sketch.</param>
    /// <param name="firstColumn">The first column of the first block.</param>
    /// <param name="rows">What <see cref="Sort"/> wrote.</param>
    /// <param name="table">Receives the entries.</param>
    /// <param name="signs">Receives the signs.</param>
    public static void Fill<T>(LongIndex1D index, HadamardEntries<T> entries, long firstColumn, ArrayView<int> rows, ArrayView<int> table, ArrayView<uint> signs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (index.X < table.Length)
        {
            table[index.X] = Entry(index.X, entries, firstColumn >> entries.BlockOrder, rows);
        }
        else
        {
            signs[index.X - table.Length] = Signs(index.X - table.Length, entries, firstColumn);
        }
    }

    private static int Entry<T>(long index, HadamardEntries<T> entries, long firstBlock, ArrayView<int> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int high = BlockSketchKernel.High(entries.BlockOrder);
        long block = index / rows.Length;
        int row = rows[index - (block * rows.Length)];

        // Which of the rows of the thread it is: see BlockSketchKernel.Transform.
        int selected = entries.Selected[row];
        int first = First(selected, high);
        int low = (1 << (high - 1)) - 1;
        int held = (first & (BlockSketchKernel.HalfHeld - 1) & ~low) | (selected & low);
        bool isReversed = first >= BlockSketchKernel.HalfHeld && (Half(selected, high) & 1) == 1;
        bool isNegative = entries.IsRowNegative(row, firstBlock + block) ^ isReversed;
        return (held + 1) | (row << StageBits) | (isNegative ? int.MinValue : 0);
    }

    private static uint Signs<T>(long index, HadamardEntries<T> entries, long firstColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int high = BlockSketchKernel.High(entries.BlockOrder);
        int rows = 1 << (entries.BlockOrder - high);
        long word = index * Bits;
        long thread = word / rows;
        long block = thread >> high;
        long column = firstColumn + (block << entries.BlockOrder) + (thread - (block << high)) + ((word % rows) << high);
        int together = RandomBits.PerBlock >> high;
        uint bits = 0;
        for (int first = 0; first < Bits; first += together)
        {
            PhiloxBlock drawn = entries.ColumnSigns((column + ((long)first << high)) / RandomBits.PerBlock);
            for (int i = 0; i < together; i++)
            {
                bits |= RandomBits.IsNegative(drawn, (int)(column % RandomBits.PerBlock) + (i << high)) ? 1u << (first + i) : 0;
            }
        }

        return bits;
    }

    /// <summary>The place of a row in the array of the thread that it starts from.</summary>
    private static int First(int selected, int high) => (selected & ((1 << BlockSketchKernel.MaxPartOrder) - 1)) >> high;

    /// <summary>Which half of which thread holds a row in the end; the threads of the second part follow those of the first.</summary>
    private static int Half(int selected, int high)
    {
        int first = First(selected, high);
        int low = (1 << (high - 1)) - 1;
        int thread = (first >> (BlockSketchKernel.HeldOrder - 1) << (high - 1)) | (first & low);
        return (((selected >> BlockSketchKernel.MaxPartOrder << high) | thread) << 1) | ((selected >> (high - 1)) & 1);
    }
}
