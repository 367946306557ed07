using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>
/// A block SRHT in one pass over the matrix: signs, transform, selection and scale of a few columns of a block, which stay in registers and shared memory while those of the next come.
/// </summary>
/// <remarks>
/// A thread holds 64 rows of one column, enough for six bits of the rows' numbers; for the others, rows change threads in shared memory, once. Neighbouring threads hold neighbouring
/// columns, at least 32 bytes of them, the unit of the caches. The group keeps what it reads next in shared memory. Of a block with more than 2¹² rows these are the first half of the rows; where
/// they were, the differences of the halves wait until the sums have been transformed.
/// </remarks>
internal static class BlockSketchKernel
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

    /// <summary>The rows that a thread writes before it looks up more.</summary>
    private const int LookedUp = 4;

    /// <summary>The logarithm of the threads of a group that share a column.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    public static int High(int order) => Math.Min(order, MaxPartOrder) - HeldOrder;

    /// <summary>The threads of a group.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="columns">The columns of a group.</param>
    public static int Threads(int order, int columns) => columns << High(order);

    /// <summary>The shared memory of a group.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="columns">The columns of a group.</param>
    /// <param name="elementBytes">4 or 8.</param>
    public static int SharedBytes(int order, int columns, int elementBytes) => ((Held + Pitch) * Threads(order, columns) * elementBytes) + sizeof(long) + ((BlockSketchTables.Quarters + 1) * sizeof(int));

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
        ArrayView<long> step = SharedMemory.Allocate<long>(1);
        ArrayView<int> starts = SharedMemory.Allocate<int>(BlockSketchTables.Quarters + 1);
        var values = new T[Held];
        var bits = new uint[2 * Held / BlockSketchTables.Bits];

        // Out of shared memory for each block: multiples of what does not change would be kept for all rows, in the registers that the rows need.
        if (Group.IdxX == 0)
        {
            step[0] = a.Source.RowStride << high;
        }

        if (Group.IdxX <= BlockSketchTables.Quarters)
        {
            starts[Group.IdxX] = a.Starts[Group.IdxX];
        }

        Group.Barrier();
        int unit = Grid.IdxX;
        int block = unit / a.Tiles * a.SplitBlocks;
        Start<T, TCopy>(a, unit, block, order, high, columns, landing);
        if (isLong)
        {
            long first = SecondHalf(a, unit, block, columns);
            Read(a, first, step[0], 0, values);
            Read(a, first, step[0], HalfHeld, values);
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
            Group.Barrier();
            Sign(bits, high, columns, isLong, landing, values);
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
                    Group.Barrier();
                    if (nextUnit < a.Units)
                    {
                        Start<T, TCopy>(a, nextUnit, nextBlock, order, high, columns, landing);
                    }
                }

                Transform(exchange, high, columns, values);
                long next = isLong && part == 1 && nextUnit < a.Units ? SecondHalf(a, nextUnit, nextBlock, columns) : -1;
                Write(a, block, part, split, column, high, columns, starts, next, isLong ? step[0] : 0, exchange, values);
            }

            unit = nextUnit;
            block = nextBlock;
        }
    }

    /// <summary>Starts to copy what a group holds of the first rows of a block to shared memory.</summary>
    private static void Start<T, TCopy>(BlockSketchArguments<T> a, int unit, int block, int order, int high, int columns, ArrayView<T> landing)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        int width = SixteenBytes.Length<T>();
        int runs = columns / width;
        long column = ((long)(unit % a.Tiles) * columns) + (Group.IdxX % runs * width);

        // Threads beside the last column read the first, and write nothing.
        column = column < a.Source.Columns ? column : 0;
        long place = ((((long)block << order) + (Group.IdxX / runs)) * (a.Source.RowStride / width)) + (column / width);
        long step = (a.Source.RowStride / width) * (width << high);
        for (int i = 0; i < Held / width; i++)
        {
            Unroll.None();
            int to = (i * (columns << high)) + Group.IdxX;
            if (width == 4)
            {
                TCopy.Copy(ref landing.Cast<Quad<T>>()[to], ref a.Source.Elements.Cast<Quad<T>>()[place]);
            }
            else
            {
                TCopy.Copy(ref landing.Cast<Pair<T>>()[to], ref a.Source.Elements.Cast<Pair<T>>()[place]);
            }

            place += step;
        }

        TCopy.Commit();
    }

    /// <summary>Where the thread's rows in the second half of a long block begin.</summary>
    private static long SecondHalf<T>(BlockSketchArguments<T> a, int unit, int block, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = ((long)((block << 1) + 1) << MaxPartOrder) + (Group.IdxX / columns);
        long column = ((long)(unit % a.Tiles) * columns) + (Group.IdxX % columns);
        return (row * a.Source.RowStride) + (column < a.Source.Columns ? column : 0);
    }

    /// <summary>Reads half of the thread's rows in the second half of a long block into their places in the array.</summary>
    private static void Read<T>(BlockSketchArguments<T> a, long start, long step, int first, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long place = start + (first * step);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            values[first + i] = a.Source.Elements[place];
            place += step;
        }
    }

    /// <summary>Reads the signs of the thread's rows.</summary>
    private static void ReadSigns<T>(BlockSketchArguments<T> a, int block, int high, int columns, bool isLong, uint[] bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int words = (isLong ? 2 : 1) * Held / BlockSketchTables.Bits;
        long own = (((long)block << high) + (Group.IdxX / columns)) * words;
        for (int word = 0; word < words; word++)
        {
            Unroll.Full();
            bits[word] = a.Signs[own + word];
        }
    }

    /// <summary>Gives the thread's rows their signs: out of shared memory, or of a long block the sums of those there and those in the array, leaving the differences there.</summary>
    private static void Sign<T>(uint[] bits, int high, int columns, bool isLong, ArrayView<T> landing, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int words = Held / BlockSketchTables.Bits;
        for (int word = 0; word < words; word++)
        {
            Unroll.Full();
            for (int bit = 0; bit < BlockSketchTables.Bits; bit++)
            {
                Unroll.Full();
                int i = (word * BlockSketchTables.Bits) + bit;
                int place = (i * (columns << high)) + Group.IdxX;
                T value = landing[place];
                value = ((bits[word] >> bit) & 1) != 0 ? -value : value;
                if (isLong)
                {
                    T other = ((bits[words + word] >> bit) & 1) != 0 ? -values[i] : values[i];
                    landing[place] = value - other;
                    value += other;
                }

                values[i] = value;
            }
        }
    }

    /// <summary>Transforms the rows of the group, which come with the highest bits of their numbers in the array and leave with the lowest.</summary>
    /// <remarks>
    /// Rows change threads half at a time: first those for which the highest bit that leaves the array equals the highest that comes into it, so that a thread always gets as many as
    /// it gives. With <c>sign</c> these rows are the lower half of the array of all threads. The upper half leaves with its sign reversed in those threads for which it is negative.
    /// </remarks>
    private static void Transform<T>(ArrayView<T> exchange, int high, int columns, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int thread = Group.IdxX / columns;
        int column = Group.IdxX % columns;
        int top = thread >> (high - 1);
        T sign = top != 0 ? -T.One : T.One;
        Butterflies(values, HeldOrder - 1);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            T other = values[i + HalfHeld];
            values[i + HalfHeld] = T.FusedMultiplyAdd(-sign, other, values[i]);
            values[i] = T.FusedMultiplyAdd(sign, other, values[i]);
        }

        int low = (1 << (high - 1)) - 1;
        for (int half = 0; half < 2; half++)
        {
            Unroll.Full();
            Group.Barrier();
            int to = (thread * Pitch * columns) + column;
            for (int i = 0; i < HalfHeld; i++)
            {
                Unroll.Full();
                exchange[to + (i * columns)] = values[(half * HalfHeld) + i];
            }

            Group.Barrier();
            int from = (((((top ^ half) << (high - 1)) * Pitch) + (thread & low)) * columns) + column;
            for (int i = 0; i < HalfHeld; i++)
            {
                Unroll.Full();
                values[(half * HalfHeld) + i] = exchange[from + ((((i & low) * Pitch) + (i & ~low)) * columns)];
            }
        }

        Butterflies(values, high - 1);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            T other = values[i + HalfHeld];
            values[i + HalfHeld] = values[i] - other;
            values[i] += other;
        }
    }

    /// <summary>Applies H₂ along the lowest bits of the places in the array.</summary>
    private static void Butterflies<T>(T[] values, int bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int bit = 0; bit < bits; bit++)
        {
            Unroll.Full();
            int half = 1 << bit;
            for (int pair = 0; pair < HalfHeld; pair++)
            {
                Unroll.Full();
                int first = (pair / half * 2 * half) + (pair % half);
                T other = values[first + half];
                values[first + half] = values[first] - other;
                values[first] += other;
            }
        }
    }

    /// <summary>
    /// Writes the selected rows to a plane, or adds them to what the same thread wrote there before; half of the rows that the group holds at a time. As soon as these are in shared memory, the
    /// thread reads its rows in the second half of the next long block, if there is one.
    /// </summary>
    private static void Write<T>(
        BlockSketchArguments<T> a,
        int block,
        int part,
        int split,
        long column,
        int high,
        int columns,
        ArrayView<int> starts,
        long next,
        long step,
        ArrayView<T> exchange,
        T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isFirst = block == split * a.SplitBlocks;
        int own = (Group.IdxX / columns * Pitch * columns) + (Group.IdxX % columns);
        int turn = LookedUp << high;
        long list = block * a.Destination.Rows;
        long firstPlace = (split * a.Plane) + (column * a.Destination.ColumnStride);
        var entries = new int[LookedUp];
        for (int half = 0; half < 2; half++)
        {
            Unroll.Full();
            int start = starts[(part * 2) + half];
            int end = starts[(part * 2) + half + 1];
            LookUp(a, list, start, end, column, high, columns, entries);
            Group.Barrier();
            for (int i = 0; i < HalfHeld; i++)
            {
                Unroll.Full();
                exchange[own + (i * columns)] = values[(half * HalfHeld) + i];
            }

            if (next >= 0)
            {
                Read(a, next, step, half * HalfHeld, values);
            }

            Group.Barrier();
            for (int first = start; first < end; first += turn)
            {
                if (first > start)
                {
                    LookUp(a, list, first, end, column, high, columns, entries);
                }

                for (int i = 0; i < LookedUp; i++)
                {
                    Unroll.Full();
                    if (entries[i] == 0)
                    {
                        continue;
                    }

                    T value = exchange[(BlockSketchTables.Stage(entries[i]) * columns) + (Group.IdxX % columns)];
                    value *= entries[i] < 0 ? -a.Weight : a.Weight;
                    long place = firstPlace + (BlockSketchTables.Row(entries[i]) * a.Destination.RowStride);
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
            }
        }
    }

    /// <summary>Reads some entries of the list of selected rows: zeros behind its end, and in threads beside the last column.</summary>
    private static void LookUp<T>(BlockSketchArguments<T> a, long list, int first, int end, long column, int high, int columns, int[] entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < LookedUp; i++)
        {
            Unroll.Full();
            int at = first + (Group.IdxX / columns) + (i << high);
            entries[i] = at < end && column < a.Source.Columns ? a.Entries[list + at] : 0;
        }
    }
}
