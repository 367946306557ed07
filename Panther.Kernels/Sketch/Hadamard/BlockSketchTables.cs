using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>What is random in a block SRHT, written out in the order in which the threads of <see cref="BlockSketchKernel"/> need it.</summary>
internal static class BlockSketchTables
{
    /// <summary>The signs in a word.</summary>
    public const int Bits = 32;

    /// <summary>The parts of the rows of a block, those that are in shared memory together when they are written.</summary>
    public const int Quarters = 4;

    /// <summary>The threads of <see cref="Sort"/>.</summary>
    public const int SortThreads = 256;

    private const int StageBits = 12;
    private const int RowMask = (1 << 30 >> StageBits) - 1;

    /// <summary>Where a row is found in shared memory, out of its entry.</summary>
    public static int Stage(int entry) => (entry & ((1 << StageBits) - 1)) - 1;

    /// <summary>The row of the sketch, out of its entry.</summary>
    public static int Row(int entry) => (entry >> StageBits) & RowMask;

    /// <summary>
    /// Sorts the rows of the sketch by the quarter of the block that they select; one group. Their order within a quarter, which nothing depends on, may differ from run to run.
    /// </summary>
    /// <param name="selected">The selected rows.</param>
    /// <param name="high">See <see cref="BlockSketchKernel.High"/>.</param>
    /// <param name="rows">Receives the rows of the sketch.</param>
    /// <param name="starts">Receives where each quarter starts, and the end.</param>
    public static void Sort(ArrayView<int> selected, int high, ArrayView<int> rows, ArrayView<int> starts)
    {
        ArrayView<int> next = SharedMemory.Allocate<int>(Quarters + 1);
        if (Group.IdxX <= Quarters)
        {
            next[Group.IdxX] = 0;
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < selected.Length; i += SortThreads)
        {
            Atomic.Add(ref next[Quarter(selected[i], high) + 1], 1);
        }

        Group.Barrier();
        if (Group.IdxX == 0)
        {
            for (int quarter = 0; quarter <= Quarters; quarter++)
            {
                next[quarter] += quarter == 0 ? 0 : next[quarter - 1];
                starts[quarter] = next[quarter];
            }
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < selected.Length; i += SortThreads)
        {
            rows[Atomic.Add(ref next[Quarter(selected[i], high)], 1)] = i;
        }
    }

    /// <summary>An entry for each sorted row of the sketch and block, by blocks: its place in shared memory, the row, and the sign. One thread an entry.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="entries">The sketch.</param>
    /// <param name="firstBlock">The first block.</param>
    /// <param name="rows">What <see cref="Sort"/> wrote.</param>
    /// <param name="table">Receives the entries.</param>
    public static void Entries<T>(LongIndex1D index, HadamardEntries<T> entries, long firstBlock, ArrayView<int> rows, ArrayView<int> table)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int high = BlockSketchKernel.High(entries.BlockOrder);
        long block = index.X / rows.Length;
        int row = rows[index.X - (block * rows.Length)];

        // The thread that holds the row in the end, and which of its rows it is: see BlockSketchKernel.Transform.
        int selected = entries.Selected[row] & ((1 << BlockSketchKernel.MaxPartOrder) - 1);
        int low = (1 << (high - 1)) - 1;
        int first = selected >> high;
        int top = first >> (BlockSketchKernel.HeldOrder - 1);
        int thread = (top << (high - 1)) | (first & low);
        int held = (first & (BlockSketchKernel.HalfHeld - 1) & ~low) | (selected & low);
        bool isReversed = top == 1 && (Quarter(selected, high) & 1) == 1;
        int stage = (thread * BlockSketchKernel.Pitch) + held + 1;
        bool isNegative = entries.IsRowNegative(row, firstBlock + block) ^ isReversed;
        table[index.X] = stage | (row << StageBits) | (isNegative ? int.MinValue : 0);
    }

    /// <summary>
    /// The signs of the blocks' rows, a bit each, set where negative; together stand those of the rows r, r + 2^high, r + 2·2^high and so on of a block. One thread a word.
    /// </summary>
    public static void Signs<T>(LongIndex1D index, HadamardEntries<T> entries, long firstColumn, int high, ArrayView<uint> signs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = 1 << (entries.BlockOrder - high);
        long word = index.X * Bits;
        long thread = word / rows;
        long block = thread >> high;
        long column = firstColumn + (block << entries.BlockOrder) + (thread - (block << high)) + ((word % rows) << high);
        uint bits = 0;
        for (int i = 0; i < Bits; i++)
        {
            bits |= entries.IsColumnNegative(column + ((long)i << high)) ? 1u << i : 0;
        }

        signs[index.X] = bits;
    }

    private static int Quarter(int selected, int high) => (selected >> BlockSketchKernel.MaxPartOrder << 1) | ((selected >> (high - 1)) & 1);
}
