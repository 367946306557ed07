using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>
/// A block SRHT in one pass over the matrix: signs, transform, selection and scale of a few columns of a block, which stay in registers and shared memory.
/// </summary>
/// <remarks>
/// A group takes 32 bytes of each row, the unit of the caches, and a thread 16 bytes of 16 rows, enough for four bits of the rows' numbers; between these, rows change threads in
/// shared memory, half of their bytes at a time. Of a block with more than 2¹² rows, the sums of its halves go first, while their differences wait in shared memory.
/// </remarks>
internal static class BlockSketchKernel
{
    /// <summary>The logarithm of the rows that a thread holds.</summary>
    public const int RegisterOrder = 4;

    /// <summary>The logarithm of the rows that a group holds.</summary>
    public const int MaxPartOrder = 12;

    /// <summary>The threads that share a row.</summary>
    public const int Sides = 2;

    private const int Held = 1 << RegisterOrder;

    /// <summary>The pairs of rows that a thread reads before it needs the first.</summary>
    private const int Ahead = 4;

    /// <summary>The threads of a group.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    public static int Threads(int order) => Sides << (Math.Min(order, MaxPartOrder) - RegisterOrder);

    /// <summary>The shared memory of a group.</summary>
    /// <param name="order">The logarithm of a block's rows.</param>
    public static int SharedBytes(int order) => 16 * (ExchangeRows(order) + WaitingRuns(order));

    /// <summary>
    /// destination plane Grid.IdxY = the sum of a piece of the blocks + beta · the same. One group for each 32 bytes of the columns in X and each piece of the
    /// blocks in Y.
    /// </summary>
    /// <param name="a">The operands.</param>
    /// <param name="order">The logarithm of a block's rows, from 9 to 13.</param>
    /// <param name="isWide">Whether the destination can be written 16 bytes at a time.</param>
    public static void Multiply<T>(BlockSketchArguments<T> a, SpecializedValue<int> order, SpecializedValue<bool> isWide)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = SixteenBytes.Length<T>();
        int partOrder = Math.Min(order.Value, MaxPartOrder);
        int high = partOrder - RegisterOrder;
        ArrayView<T> exchange = SharedMemory.Allocate<T>(ExchangeRows(order.Value) * SixteenBytes.Length<T>());
        ArrayView<T> waiting = SharedMemory.Allocate<T>(WaitingRuns(order.Value) * SixteenBytes.Length<T>());
        ArrayView<long> pitch = SharedMemory.Allocate<long>(1);
        var values = new T[SixteenBytes.Length<T>() * Held];

        // Out of shared memory in each turn: multiples of what does not change would be kept for all rows, in the registers that the rows need.
        if (Group.IdxX == 0)
        {
            pitch[0] = a.Source.RowStride / width;
        }

        Group.Barrier();
        long column = (((long)Grid.IdxX * Sides) + (Group.IdxX % Sides)) * width;
        bool isThere = column < a.Source.Columns;
        int end = Math.Min(a.Blocks, (Grid.IdxY + 1) * a.SplitBlocks);
        T beta = a.Beta;
        for (int number = Grid.IdxY * a.SplitBlocks; number < end; number++)
        {
            // Threads beside the last column read the first, and write nothing.
            Read(a, (long)number << order.Value, isThere ? column : 0, pitch[0], order, high, width, values, waiting);
            Transform(values, exchange, high, width);
            Select(a, number, 0, column, isThere, beta, width, isWide, values);
            if (order.Value > MaxPartOrder)
            {
                for (int i = 0; i < Held; i++)
                {
                    Unroll.Full();
                    SixteenBytes.Load(waiting, (i * Group.DimX) + Group.IdxX, values, i * width);
                }

                Transform(values, exchange, high, width);
                Select(a, number, 1 << partOrder, column, isThere, beta, width, isWide, values);
            }

            beta = T.One;
        }
    }

    /// <summary>The rows, of half of their 32 bytes, that change threads at a time; one is left free behind each 16, so that neighbouring threads meet different banks.</summary>
    private static int ExchangeRows(int order) => Padded(1 << Math.Min(order, MaxPartOrder));

    /// <summary>The 16 bytes that wait.</summary>
    private static int WaitingRuns(int order) => order > MaxPartOrder ? Sides << MaxPartOrder : 1;

    private static int Padded(int row) => row + (row >> RegisterOrder);

    /// <summary>Reads the thread's rows, with their signs: sums of those of the two halves of a long block, whose differences go to where they wait.</summary>
    private static void Read<T>(
        BlockSketchArguments<T> a, long firstRow, long column, long pitch, int order, int high, int width, T[] values, ArrayView<T> waiting)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int thread = Group.IdxX / Sides;
        int bit = thread % SignWords.Bits;
        long word = (firstRow + thread) / SignWords.Bits;
        long place = ((firstRow + thread) * pitch) + (column / width);
        if (order <= MaxPartOrder)
        {
            for (int i = 0; i < Held; i++)
            {
                Unroll.Full();
                SixteenBytes.Load(a.Source.Elements, place, values, i * width);
                place += pitch << high;
            }

            for (int i = 0; i < Held; i++)
            {
                Unroll.Full();
                bool isNegative = ((a.ColumnSigns[word] >> bit) & 1) != 0;
                for (int c = 0; c < width; c++)
                {
                    Unroll.Full();
                    values[(i * width) + c] = isNegative ? -values[(i * width) + c] : values[(i * width) + c];
                }

                word += (1 << high) / SignWords.Bits;
            }
        }
        else
        {
            var others = new T[SixteenBytes.Length<T>() * Ahead];
            for (int first = 0; first < Held; first += Ahead)
            {
                Unroll.Full();
                for (int i = 0; i < Ahead; i++)
                {
                    Unroll.Full();
                    SixteenBytes.Load(a.Source.Elements, place, values, (first + i) * width);
                    SixteenBytes.Load(a.Source.Elements, place + (pitch << MaxPartOrder), others, i * width);
                    place += pitch << high;
                }

                for (int i = 0; i < Ahead; i++)
                {
                    Unroll.Full();
                    bool isNegative = ((a.ColumnSigns[word] >> bit) & 1) != 0;
                    bool isOtherNegative = ((a.ColumnSigns[word + ((1 << MaxPartOrder) / SignWords.Bits)] >> bit) & 1) != 0;
                    for (int c = 0; c < width; c++)
                    {
                        Unroll.Full();
                        int at = ((first + i) * width) + c;
                        T value = isNegative ? -values[at] : values[at];
                        T other = isOtherNegative ? -others[(i * width) + c] : others[(i * width) + c];
                        values[at] = value + other;
                        others[(i * width) + c] = value - other;
                    }

                    SixteenBytes.Store(waiting, ((first + i) * Group.DimX) + Group.IdxX, others, i * width);
                    word += (1 << high) / SignWords.Bits;
                }
            }
        }
    }

    /// <summary>Transforms the rows of the group, which come with the highest bits of their numbers in the registers and leave with the lowest.</summary>
    private static void Transform<T>(T[] values, ArrayView<T> exchange, int high, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Butterflies(values, width, RegisterOrder);
        int passes = (high + RegisterOrder - 1) / RegisterOrder;
        for (int pass = 0; pass < passes; pass++)
        {
            Unroll.Full();
            int done = high - (pass * RegisterOrder);
            int next = Math.Max(0, done - RegisterOrder);
            for (int half = 0; half < width; half += width / 2)
            {
                Unroll.Full();
                Store(exchange, values, half, done, width);
                Group.Barrier();
                Load(exchange, values, half, next, width);
                Group.Barrier();
            }

            Butterflies(values, width, done - next);
        }
    }

    /// <summary>Applies H₂ along the lowest bits of the rows' numbers in the array.</summary>
    private static void Butterflies<T>(T[] values, int width, int bits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int bit = 0; bit < bits; bit++)
        {
            Unroll.Full();
            int half = width << bit;
            for (int pair = 0; pair < width * Held / 2; pair++)
            {
                Unroll.Full();
                int low = (pair / half * 2 * half) + (pair % half);
                T sum = values[low] + values[low + half];
                values[low + half] = values[low] - values[low + half];
                values[low] = sum;
            }
        }
    }

    private static void Store<T>(ArrayView<T> exchange, T[] values, int half, int shift, int width)
        where T : unmanaged
    {
        int own = (Padded(BlockPlace.Of(Group.IdxX / Sides, 0, shift, RegisterOrder)) * Sides) + (Group.IdxX % Sides);
        for (int i = 0; i < Held; i++)
        {
            Unroll.Full();
            int at = (i * width) + half;
            int place = own + (Padded(i << shift) * Sides);
            if (width == 4)
            {
                exchange.Cast<Pair<T>>()[place] = new Pair<T>(values[at], values[at + 1]);
            }
            else
            {
                exchange[place] = values[at];
            }
        }
    }

    private static void Load<T>(ArrayView<T> exchange, T[] values, int half, int shift, int width)
        where T : unmanaged
    {
        int own = (Padded(BlockPlace.Of(Group.IdxX / Sides, 0, shift, RegisterOrder)) * Sides) + (Group.IdxX % Sides);
        for (int i = 0; i < Held; i++)
        {
            Unroll.Full();
            int at = (i * width) + half;
            int place = own + (Padded(i << shift) * Sides);
            if (width == 4)
            {
                Pair<T> pair = exchange.Cast<Pair<T>>()[place];
                values[at] = pair.X;
                values[at + 1] = pair.Y;
            }
            else
            {
                values[at] = exchange[place];
            }
        }
    }

    /// <summary>Writes those of the thread's rows that are selected.</summary>
    private static void Select<T>(
        BlockSketchArguments<T> a, int number, int firstRow, long column, bool isThere, T beta, int width, bool isWide, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!isThere)
        {
            return;
        }

        var run = new T[SixteenBytes.Length<T>()];
        int own = firstRow + (Group.IdxX / Sides * Held);
        for (int i = 0; i < Held; i++)
        {
            Unroll.Full();
            int row = a.Places[own + i];
            if (row < 0)
            {
                continue;
            }

            uint word = a.RowSigns[(number * a.RowWords) + (row / SignWords.Bits)];
            T weight = ((word >> (row % SignWords.Bits)) & 1) != 0 ? -a.Weight : a.Weight;
            long place = (Grid.IdxY * a.Plane) + (row * a.Destination.RowStride) + (column * a.Destination.ColumnStride);
            if (isWide && beta != T.Zero)
            {
                SixteenBytes.Load(a.Destination.Elements, place / width, run, 0);
            }

            for (int c = 0; c < width; c++)
            {
                Unroll.Full();
                T value = weight * values[(i * width) + c];
                if (isWide)
                {
                    run[c] = beta == T.Zero ? value : T.FusedMultiplyAdd(beta, run[c], value);
                }
                else
                {
                    ref T destination = ref a.Destination.Elements[place + (c * a.Destination.ColumnStride)];
                    destination = beta == T.Zero ? value : T.FusedMultiplyAdd(beta, destination, value);
                }
            }

            if (isWide)
            {
                SixteenBytes.Store(a.Destination.Elements, place / width, run, 0);
            }
        }
    }
}
