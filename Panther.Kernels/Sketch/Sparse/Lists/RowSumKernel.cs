using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <summary>
/// Adds up the rows of the source that <see cref="RowListKernel"/> listed for each row of the sketch, whose sums stay in registers; chunks of the source come into shared
/// memory, one being added while the next is on its way.
/// </summary>
/// <remarks>
/// A row of a chunk is 128 bytes long and so touches each bank once. A few neighbouring threads share a row of the sketch and read the same row of the chunk, 16 bytes at a time, others read other
/// rows, but each starts at another place of its row: of eight neighbouring threads no two meet in a bank, whatever their rows. Sums run over the rows of the source in
/// rising order.
/// </remarks>
internal static partial class RowSumKernel
{
    /// <summary>The bytes of a row that a group takes.</summary>
    public const int RowBytes = 128;

    private const int Runs = RowBytes / 16;

    /// <summary>The neighbouring threads that share a row of the sketch: more meet fewer longer lists, but take more turns. The fastest of 1, 2, 4 and 8 on an H200.</summary>
    private const int Team = 2;

    /// <summary>The shared memory of a group.</summary>
    public static int SharedBytes(int rows, int chunk, int capacity) => 2 * ((chunk * RowBytes) + (rows * (capacity + 1) * sizeof(ushort)));

    /// <summary>
    /// destination plane Grid.IdxY = P[..]ᵀ · (a piece of the source) + beta · the same, but for the lists that are too long. Launched with <paramref name="rows"/> threads, one group
    /// for each 128 bytes of the columns and block of the sketch's rows in X and each piece of the source in Y.
    /// </summary>
    /// <param name="a">The operands.</param>
    /// <param name="rows">The sketch's rows of a group, a multiple of 64.</param>
    /// <param name="chunk">The source's rows in a chunk.</param>
    /// <param name="capacity">The longest list.</param>
    /// <param name="isWide">Whether the source can be read 16 bytes at a time.</param>
    public static void Add<T, TCopy>(
        RowSumArguments<T> a,
        SpecializedValue<int> rows,
        SpecializedValue<int> chunk,
        SpecializedValue<int> capacity,
        SpecializedValue<bool> isWide)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        int panelRuns = chunk.Value * Runs;
        int tableLength = rows.Value * (capacity.Value + 1);
        ArrayView<T> panels = SharedMemory.Allocate<T>(2 * chunk.Value * (RowBytes / Interop.SizeOf<T>()), RowBytes);
        ArrayView<ushort> tables = SharedMemory.Allocate<ushort>(2 * rows.Value * (capacity.Value + 1), RowBytes);
        var sums = new T[RowBytes / Interop.SizeOf<T>()];
        int rowBlock = Grid.IdxX % a.RowBlocks;
        long firstColumn = (long)(Grid.IdxX / a.RowBlocks) * (RowBytes / Interop.SizeOf<T>());
        int number = Grid.IdxY * a.SplitChunks;
        int end = Math.Min(a.Chunks, number + a.SplitChunks);
        Start<T, TCopy>(a, panels, tables, 0, number, rowBlock, firstColumn, rows, chunk, tableLength, isWide);
        for (int half = 0; number < end; half ^= 1)
        {
            if (number + 1 < end)
            {
                Start<T, TCopy>(a, panels, tables, half ^ 1, number + 1, rowBlock, firstColumn, rows, chunk, tableLength, isWide);
                TCopy.WaitForAllButOne();
            }
            else
            {
                TCopy.WaitForAll();
            }

            Group.Barrier();
            AddChunk(panels, half * panelRuns, tables, half * tableLength, rows, sums);
            Group.Barrier();
            number++;
        }

        Store(a, rowBlock * (long)rows.Value, firstColumn, rows, sums);
    }

    /// <summary>sums += the listed rows of a chunk.</summary>
    private static void AddChunk<T>(ArrayView<T> panels, int firstRun, ArrayView<ushort> tables, int table, int rows, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int run = SixteenBytes.Length<T>();
        var values = new T[SixteenBytes.Length<T>()];
        int ownRun = firstRun + (Group.IdxX % Runs);
        for (int slot = 0; slot < Team; slot++)
        {
            Unroll.Full();
            int at = table + (slot * (rows / Team)) + (Group.IdxX / Team);
            int entry = tables[at];
            while (entry < RowListKernel.TooLong)
            {
                // The next entry is read before it is known whether there is one: a list ends within the table.
                at += rows;
                int next = tables[at];
                int place = ownRun + ((entry & ~RowListKernel.Negative) * Runs);
                T sign = (entry & RowListKernel.Negative) != 0 ? -T.One : T.One;
                for (int j = 0; j < Runs / Team; j++)
                {
                    Unroll.Full();
                    SixteenBytes.Load(panels, place ^ (j * Team), values, 0);
                    for (int c = 0; c < run; c++)
                    {
                        Unroll.Full();
                        int sum = (((slot * (Runs / Team)) + j) * run) + c;
                        sums[sum] = T.FusedMultiplyAdd(sign, values[c], sums[sum]);
                    }
                }

                entry = next;
            }
        }
    }

    private static void Store<T>(RowSumArguments<T> a, long firstRow, long firstColumn, int rows, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int run = SixteenBytes.Length<T>();
        for (int slot = 0; slot < Team; slot++)
        {
            Unroll.Full();
            long row = firstRow + (slot * (rows / Team)) + (Group.IdxX / Team);
            if (row < a.Destination.Rows)
            {
                long line = (Grid.IdxY * a.Plane) + (row * a.Destination.RowStride);
                for (int j = 0; j < Runs / Team; j++)
                {
                    Unroll.Full();
                    for (int c = 0; c < run; c++)
                    {
                        Unroll.Full();
                        long column = firstColumn + (((Group.IdxX % Runs) ^ (j * Team)) * run) + c;
                        if (column < a.Destination.Columns)
                        {
                            ref T place = ref a.Destination.Elements[line + (column * a.Destination.ColumnStride)];
                            T value = a.Weight * sums[(((slot * (Runs / Team)) + j) * run) + c];
                            place = a.Beta == T.Zero ? value : T.FusedMultiplyAdd(a.Beta, place, value);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Starts to copy a chunk of the source and its table.</summary>
    private static void Start<T, TCopy>(
        RowSumArguments<T> a,
        ArrayView<T> panels,
        ArrayView<ushort> tables,
        int half,
        int number,
        int rowBlock,
        long firstColumn,
        int threads,
        int chunk,
        int tableLength,
        bool isWide)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        // A line of a table is a multiple of 128 bytes long.
        long table = ((long)number * a.RowBlocks) + rowBlock;
        long firstQuad = table * (tableLength / 8);
        int quads = RowListKernel.Lines(a.Lines[table]) * (threads / 8);
        ArrayView<Quad<int>> lists = a.Lists.Cast<Quad<int>>();
        ArrayView<Quad<int>> copies = tables.Cast<Quad<int>>();
        for (int i = Group.IdxX; i < quads; i += threads)
        {
            TCopy.Copy(ref copies[(half * (tableLength / 8)) + i], ref lists[firstQuad + i]);
        }

        long firstRow = (long)number * chunk;
        int count = (int)Math.Min(chunk, a.Source.Rows - firstRow);
        int pieces = isWide ? Runs : RowBytes / Interop.SizeOf<T>();
        int width = isWide ? SixteenBytes.Length<T>() : 1;
        int piece = Group.IdxX % pieces;
        long column = firstColumn + (piece * width);
        if (column < a.Source.Columns)
        {
            for (int i = Group.IdxX / pieces; i < count; i += threads / pieces)
            {
                long place = ((firstRow + i) * a.Source.RowStride) + column;
                int to = (((half * chunk) + i) * pieces) + piece;
                if (!isWide)
                {
                    TCopy.Copy(ref panels[to], ref a.Source.Elements[place]);
                }
                else if (Interop.SizeOf<T>() == 4)
                {
                    TCopy.Copy(ref panels.Cast<Quad<T>>()[to], ref a.Source.Elements.Cast<Quad<T>>()[place / width]);
                }
                else
                {
                    TCopy.Copy(ref panels.Cast<Pair<T>>()[to], ref a.Source.Elements.Cast<Pair<T>>()[place / width]);
                }
            }
        }

        TCopy.Commit();
    }
}
