using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>
/// A block SRHT in one pass over the matrix: signs, transform, selection and scale of a few columns of a block, which stay in registers and shared memory while those of the next come.
/// </summary>
/// <remarks>
/// A thread holds 64 rows of one column, enough for six bits of the rows' numbers; for the others, rows change threads in shared memory, once. Neighbouring threads hold neighbouring
/// columns, at least 32 bytes of them, the unit of the caches. The group keeps what it reads next in shared memory, where threads copy for those of their own 32, so that only the change of
/// threads makes them wait for all. Of a block with more than 2¹² rows it keeps the first half there; where that was, the differences of the halves wait until the sums have been transformed.
/// Of the second half, half of a thread's rows come to where rows change threads, a quarter to what is left of the shared memory, and a quarter to registers. Each starts as soon as its place
/// is free, so that memory is read nearly all the time.
/// </remarks>
internal static partial class BlockSketchKernel
{
    /// <summary>The logarithm of the rows that a thread holds.</summary>
    public const int HeldOrder = 6;

    /// <summary>The logarithm of the rows that a group holds.</summary>
    public const int MaxPartOrder = 12;

    private const int Held = 1 << HeldOrder;

    /// <summary>The rows of a thread that are in the shared memory for exchanges at a time.</summary>
    public const int HalfHeld = Held / 2;

    /// <summary>The distance in rows between threads there: odd, so that those of neighbouring threads lie in different banks.</summary>
    public const int Pitch = HalfHeld + 1;

    /// <summary>The rows of the second half of a long block that a thread gets by the shared memory that nothing else needs.</summary>
    private const int Ahead = Held / 4;

    /// <summary>The rows of a half that a thread looks up at a time.</summary>
    private const int LookedUp = 4;

    /// <summary>The threads that copy for each other.</summary>
    private const int Lanes = 32;

    /// <summary>The logarithm of the threads of a group that share a column.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    public static int High(int order) => Math.Min(order, MaxPartOrder) - HeldOrder;

    /// <summary>The threads of a group.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="columns">The columns of a group.</param>
    public static int Threads(int order, int columns) => columns << High(order);

    /// <summary>The halves of the rows that a thread has transformed, of all threads of a column and of a block.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    public static int Halves(int order) => 1 << (order - HeldOrder + 1);

    /// <summary>The shared memory of a group.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="columns">The columns of a group.</param>
    /// <param name="elementBytes">4 or 8.</param>
    public static int SharedBytes(int order, int columns, int elementBytes)
        => ((Held + Pitch + AheadOf(order)) * Threads(order, columns) * elementBytes) + sizeof(long) + ((Halves(order) + 1) * sizeof(ushort));

    private static int AheadOf(int order) => order > MaxPartOrder ? Ahead : 0;

    /// <summary>
    /// The planes of the destination = the sums of pieces of the blocks. A group takes piece Grid.IdxX, and every Grid.DimX-th from there on.
    /// </summary>
    /// <param name="a">The operands.</param>
    /// <param name="order">The logarithm of a block's rows, from 9 to 13.</param>
    /// <param name="columns">The columns of a group: a power of two, 32 bytes at least.</param>
    public static void Multiply<T, TCopy>(BlockSketchArguments<T> a, SpecializedValue<int> order, SpecializedValue<int> columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        int high = High(order.Value);
        bool isLong = order.Value > MaxPartOrder;
        ArrayView<T> landing = SharedMemory.Allocate<T>(Held * Threads(order.Value, columns.Value));
        ArrayView<T> exchange = SharedMemory.Allocate<T>(Pitch * Threads(order.Value, columns.Value));
        ArrayView<T> ahead = SharedMemory.Allocate<T>(AheadOf(order.Value) * Threads(order.Value, columns.Value));
        ArrayView<long> step = SharedMemory.Allocate<long>(1);
        ArrayView<ushort> starts = SharedMemory.Allocate<ushort>(Halves(order.Value) + 1);
        var values = new T[Held];
        var entries = new int[2 * LookedUp];
        var bits = new uint[2 * Held / BlockSketchTables.Bits];

        // Out of shared memory for each block: multiples of what does not change would be kept for all rows, in the registers that the rows need.
        if (Group.IdxX == 0)
        {
            step[0] = a.Source.RowStride << high;
        }

        for (int i = Group.IdxX; i <= Halves(order.Value); i += Threads(order.Value, columns.Value))
        {
            starts[i] = (ushort)a.Starts[i];
        }

        Group.Barrier();
        int unit = Grid.IdxX;
        int block = unit / a.Tiles * a.SplitBlocks;
        StartFirstHalf<T, TCopy>(a, unit, block, order, high, columns, landing);
        if (isLong)
        {
            StartAhead<T, TCopy>(a, unit, block, high, columns, ahead);
            StartSecondHalf<T, TCopy>(a, unit, block, high, columns, exchange);
            Read(a, unit, block, columns, step[0], values);
        }

        while (unit < a.Units)
        {
            int split = unit / a.Tiles;
            long column = ((long)(unit - (split * a.Tiles)) * columns.Value) + (Group.IdxX % columns.Value);
            int nextUnit = unit;
            int nextBlock = block + 1;
            if (nextBlock >= Math.Min(a.Blocks, (split + 1) * a.SplitBlocks))
            {
                nextUnit += Grid.DimX;
                nextBlock = nextUnit / a.Tiles * a.SplitBlocks;
            }

            ReadSigns(a, block, high, columns, isLong, bits);
            TCopy.WaitForAll();
            TCopy.JoinLanes();
            Sign(bits, high, columns, isLong, landing, exchange, ahead, values);
            if (isLong && nextUnit < a.Units)
            {
                TCopy.JoinLanes();
                StartAhead<T, TCopy>(a, nextUnit, nextBlock, high, columns, ahead);
            }

            for (int part = 0; part < (isLong ? 2 : 1); part++)
            {
                Unroll.None();
                if (isLong && part == 1)
                {
                    for (int i = 0; i < Held; i++)
                    {
                        Unroll.Full();
                        values[i] = landing[(i * (columns.Value << high)) + Group.IdxX];
                    }
                }

                if (!isLong || part == 1)
                {
                    TCopy.JoinLanes();
                    if (nextUnit < a.Units)
                    {
                        StartFirstHalf<T, TCopy>(a, nextUnit, nextBlock, order, high, columns, landing);
                    }
                }

                int bucket = ((part << high) + (Group.IdxX / columns.Value)) * 2;
                long list = block * a.Destination.Rows;
                int end = column < a.Source.Columns ? starts[bucket + 2] : 0;
                int middle = column < a.Source.Columns ? starts[bucket + 1] : 0;
                LookUp(a, list, starts[bucket], middle, 0, entries);
                LookUp(a, list, middle, end, LookedUp, entries);
                Transform(exchange, high, columns, values);
                Group.Barrier();
                long firstPlace = (split * a.Plane) + (column * a.Destination.ColumnStride);
                bool isFirst = block == split * a.SplitBlocks;
                Write(a, isFirst, firstPlace, list, starts[bucket], middle, 0, columns, exchange, entries, values);
                Write(a, isFirst, firstPlace, list, middle, end, 1, columns, exchange, entries, values);
            }

            if (isLong && nextUnit < a.Units)
            {
                TCopy.JoinLanes();
                StartSecondHalf<T, TCopy>(a, nextUnit, nextBlock, high, columns, exchange);
                Read(a, nextUnit, nextBlock, columns, step[0], values);
            }

            unit = nextUnit;
            block = nextBlock;
        }
    }

    /// <summary>Writes those of half of the thread's rows that are selected to a plane, or adds them to what the same thread wrote there before.</summary>
    private static void Write<T>(
        BlockSketchArguments<T> a,
        bool isFirst,
        long firstPlace,
        long list,
        int start,
        int end,
        int half,
        int columns,
        ArrayView<T> exchange,
        int[] entries,
        T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int own = Own(columns);
        Put(exchange, columns, half * HalfHeld, values);
        var following = new int[LookedUp];
        for (int first = start; first < end; first += LookedUp)
        {
            LookUp(a, list, first + LookedUp, end, 0, following);
            for (int i = 0; i < LookedUp; i++)
            {
                Unroll.Full();
                int entry = entries[(half * LookedUp) + i];
                if (entry == 0)
                {
                    continue;
                }

                T value = exchange[own + (BlockSketchTables.Stage(entry) * columns)];
                value *= entry < 0 ? -a.Weight : a.Weight;
                long place = firstPlace + (BlockSketchTables.Row(entry) * a.Destination.RowStride);
                if (isFirst)
                {
                    a.Destination.Elements[place] = value;
                }
                else if (Interop.SizeOf<T>() == 4)
                {
                    Atomic.Add(ref a.Destination.Elements.Cast<float>()[place], float.CreateTruncating(value));
                }
                else
                {
                    Atomic.Add(ref a.Destination.Elements.Cast<double>()[place], double.CreateTruncating(value));
                }
            }

            for (int i = 0; i < LookedUp; i++)
            {
                Unroll.Full();
                entries[(half * LookedUp) + i] = following[i];
            }
        }
    }

    /// <summary>Reads some entries of the list of selected rows: zeros behind its end.</summary>
    private static void LookUp<T>(BlockSketchArguments<T> a, long list, int first, int end, int to, int[] entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < LookedUp; i++)
        {
            Unroll.Full();
            entries[to + i] = first + i < end ? a.Entries[list + first + i] : 0;
        }
    }
}
