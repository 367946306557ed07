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
        => ((Held + Pitch) * Threads(order, columns) * elementBytes) + sizeof(long) + ((Halves(order) + 1) * sizeof(int));

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
        ArrayView<int> starts = SharedMemory.Allocate<int>(Halves(order.Value) + 1);
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
            starts[i] = a.Starts[i];
        }

        Group.Barrier();
        int unit = Grid.IdxX;
        int block = unit / a.Tiles * a.SplitBlocks;
        StartFirstHalf<T, TCopy>(a, unit, block, order, high, columns, landing);
        if (isLong)
        {
            StartSecondHalf<T, TCopy>(a, unit, block, high, columns, exchange);
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
            if (isLong)
            {
                Read(a, unit, block, columns, step[0], values);
            }

            TCopy.WaitForAll();
            TCopy.JoinLanes();
            Sign(bits, high, columns, isLong, landing, exchange, values);
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
            }

            unit = nextUnit;
            block = nextBlock;
        }
    }

    /// <summary>Starts to copy the first rows of a block, as many as a group holds.</summary>
    private static void StartFirstHalf<T, TCopy>(BlockSketchArguments<T> a, int unit, int block, int order, int high, int columns, ArrayView<T> landing)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
        => Start<T, TCopy>(a, unit, (long)block << order, Held, high, columns, columns << high, columns, landing);

    /// <summary>Starts to copy rows of the second half of a long block, half of them, to where they change threads.</summary>
    private static void StartSecondHalf<T, TCopy>(BlockSketchArguments<T> a, int unit, int block, int high, int columns, ArrayView<T> exchange)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
        => Start<T, TCopy>(a, unit, (long)((block << 1) + 1) << MaxPartOrder, HalfHeld, high, columns, columns, Pitch * columns, exchange);

    /// <summary>Starts to copy rows to shared memory; threads copy for those of their own 32.</summary>
    private static void Start<T, TCopy>(
        BlockSketchArguments<T> a, int unit, long firstRow, int count, int high, int columns, int rowPitch, int threadPitch, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        int width = SixteenBytes.Length<T>();
        int lane = Group.IdxX % Lanes;
        int runs = Lanes / width;
        int first = Group.IdxX - lane + (lane % runs * width);
        int held = lane / runs;
        long column = ((long)(unit % a.Tiles) * columns) + (first % columns);

        // Threads beside the last column read the first, and write nothing.
        column = column < a.Source.Columns ? column : 0;
        long place = ((firstRow + (held << high) + (first / columns)) * (a.Source.RowStride / width)) + (column / width);
        long step = (a.Source.RowStride / width) * (width << high);
        int to = ((held * rowPitch) + (first / columns * threadPitch) + (first % columns)) / width;
        for (int i = 0; i < count / width; i++)
        {
            Unroll.None();
            if (width == 4)
            {
                TCopy.Copy(ref destination.Cast<Quad<T>>()[to], ref a.Source.Elements.Cast<Quad<T>>()[place]);
            }
            else
            {
                TCopy.Copy(ref destination.Cast<Pair<T>>()[to], ref a.Source.Elements.Cast<Pair<T>>()[place]);
            }

            place += step;
            to += rowPitch;
        }

        TCopy.Commit();
    }

    /// <summary>Reads the other half of the thread's rows of the second half of a long block into their places in the array.</summary>
    private static void Read<T>(BlockSketchArguments<T> a, int unit, int block, int columns, long step, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = ((long)((block << 1) + 1) << MaxPartOrder) + (Group.IdxX / columns);
        long column = ((long)(unit % a.Tiles) * columns) + (Group.IdxX % columns);
        long place = (row * a.Source.RowStride) + (column < a.Source.Columns ? column : 0) + (HalfHeld * step);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            values[HalfHeld + i] = a.Source.Elements[place];
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
    private static void Sign<T>(uint[] bits, int high, int columns, bool isLong, ArrayView<T> landing, ArrayView<T> exchange, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int words = Held / BlockSketchTables.Bits;
        int own = (Group.IdxX / columns * Pitch * columns) + (Group.IdxX % columns);
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
                    T other = i < HalfHeld ? exchange[own + (i * columns)] : values[i];
                    other = ((bits[words + word] >> bit) & 1) != 0 ? -other : other;
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
    /// While one half moves, the other is transformed.
    /// </remarks>
    private static void Transform<T>(ArrayView<T> exchange, int high, int columns, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int thread = Group.IdxX / columns;
        int column = Group.IdxX % columns;
        int top = thread >> (high - 1);
        T sign = top != 0 ? -T.One : T.One;
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            T other = values[i + HalfHeld];
            values[i + HalfHeld] = T.FusedMultiplyAdd(-sign, other, values[i]);
            values[i] = T.FusedMultiplyAdd(sign, other, values[i]);
        }

        Butterflies(values, 0, HeldOrder - 1);
        Put(exchange, columns, 0, values);
        Butterflies(values, HalfHeld, HeldOrder - 1);
        Group.Barrier();
        Take(exchange, high, columns, top, 0, values);
        Butterflies(values, 0, high - 1);
        Group.Barrier();
        Put(exchange, columns, HalfHeld, values);
        Group.Barrier();
        Take(exchange, high, columns, top ^ 1, HalfHeld, values);
        Butterflies(values, HalfHeld, high - 1);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            T other = values[i + HalfHeld];
            values[i + HalfHeld] = values[i] - other;
            values[i] += other;
        }
    }

    /// <summary>Writes half of the thread's rows to its own part of the shared memory.</summary>
    private static void Put<T>(ArrayView<T> exchange, int columns, int first, T[] values)
        where T : unmanaged
    {
        int own = (Group.IdxX / columns * Pitch * columns) + (Group.IdxX % columns);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            exchange[own + (i * columns)] = values[first + i];
        }
    }

    /// <summary>Reads half of the rows that a thread gets, out of the parts of those threads whose highest bit is given.</summary>
    private static void Take<T>(ArrayView<T> exchange, int high, int columns, int top, int first, T[] values)
        where T : unmanaged
    {
        int low = (1 << (high - 1)) - 1;
        int from = ((((top << (high - 1)) * Pitch) + (Group.IdxX / columns & low)) * columns) + (Group.IdxX % columns);
        for (int i = 0; i < HalfHeld; i++)
        {
            Unroll.Full();
            values[first + i] = exchange[from + ((((i & low) * Pitch) + (i & ~low)) * columns)];
        }
    }

    /// <summary>Applies H₂ along the lowest bits of the places in half of the array.</summary>
    private static void Butterflies<T>(T[] values, int start, int bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int bit = 0; bit < bits; bit++)
        {
            Unroll.Full();
            int half = 1 << bit;
            for (int pair = 0; pair < HalfHeld / 2; pair++)
            {
                Unroll.Full();
                int first = start + (pair / half * 2 * half) + (pair % half);
                T other = values[first + half];
                values[first + half] = values[first] - other;
                values[first] += other;
            }
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
        int own = (Group.IdxX / columns * Pitch * columns) + (Group.IdxX % columns);
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
