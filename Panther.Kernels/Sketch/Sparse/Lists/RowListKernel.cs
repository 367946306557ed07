using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <summary>
/// Lists, for each row of a sketch, which rows of a chunk of the source it adds, and with which signs: slices of the transposed pattern in ELLPACK form.
/// </summary>
/// <remarks>
/// The lists of a chunk and of <c>rows</c> rows of the sketch are one table with (capacity + 1) lines of <c>rows</c> columns, a list in each column: the source's rows,
/// counted from the chunk's first, rising, with the highest bit for a negative sign, and behind them <see cref="End"/>. A list longer than the capacity is empty but for
/// <see cref="TooLong"/>, and <see cref="UnlistedRowKernel"/> takes its place.
/// </remarks>
internal static class RowListKernel
{
    /// <summary>The threads of a group.</summary>
    public const int Threads = 256;

    /// <summary>The bit for a negative sign.</summary>
    public const int Negative = 0x8000;

    /// <summary>What ends a list; greater than all that is in one.</summary>
    public const int End = 0xFFFF;

    /// <summary>What stands for a list that is longer than the capacity; greater than all that is in one.</summary>
    public const int TooLong = 0xFFFE;

    /// <summary>The lines of a table that are in use.</summary>
    /// <param name="lines">What was written for it.</param>
    public static int Lines(int lines) => Math.Abs(lines);

    /// <summary>Writes the table of chunk Grid.IdxX and rows Grid.IdxY · <paramref name="rows"/> on.</summary>
    /// <param name="signs">The pattern.</param>
    /// <param name="firstMajor">The major of the first chunk's first row.</param>
    /// <param name="sourceRows">The source's rows.</param>
    /// <param name="lists">The tables, those of a chunk behind each other.</param>
    /// <param name="lines">Receives the lines of each table that are in use, negative for a table with lists that are too long.</param>
    /// <param name="rows">The sketch's rows in a table.</param>
    /// <param name="chunk">The source's rows in a chunk, below 2¹⁵.</param>
    /// <param name="capacity">The longest list.</param>
    public static void Build<T>(
        PartitionedSigns<T> signs,
        long firstMajor,
        long sourceRows,
        ArrayView<ushort> lists,
        ArrayView<int> lines,
        SpecializedValue<int> rows,
        SpecializedValue<int> chunk,
        SpecializedValue<int> capacity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<int> lengths = SharedMemory.Allocate<int>(rows.Value);
        ArrayView<int> longest = SharedMemory.Allocate<int>(1);
        ArrayView<int> isTooLong = SharedMemory.Allocate<int>(1);
        ArrayView<ushort> entries = SharedMemory.Allocate<ushort>(rows.Value * capacity.Value);
        for (int row = Group.IdxX; row < rows.Value; row += Threads)
        {
            lengths[row] = 0;
        }

        if (Group.IdxX == 0)
        {
            longest[0] = 0;
            isTooLong[0] = 0;
        }

        Group.Barrier();
        long first = (long)Grid.IdxX * chunk.Value;
        int majors = (int)Math.Min(chunk.Value, sourceRows - first);
        int firstRow = Grid.IdxY * rows.Value;
        if (signs.IsNarrow)
        {
            int draws = (signs.Parts + PartitionedSigns<T>.PartsPerBlock - 1) / PartitionedSigns<T>.PartsPerBlock;
            for (int i = Group.IdxX; i < majors * draws; i += Threads)
            {
                int major = i / draws;
                int part = (i - (major * draws)) * PartitionedSigns<T>.PartsPerBlock;
                PhiloxBlock block = signs.NarrowBlock(firstMajor + first + major, part);
                Put(signs, part, signs.Code(block.X, part), major, firstRow, rows.Value, capacity.Value, lengths, entries);
                Put(signs, part + 1, signs.Code(block.Y, part + 1), major, firstRow, rows.Value, capacity.Value, lengths, entries);
                Put(signs, part + 2, signs.Code(block.Z, part + 2), major, firstRow, rows.Value, capacity.Value, lengths, entries);
                Put(signs, part + 3, signs.Code(block.W, part + 3), major, firstRow, rows.Value, capacity.Value, lengths, entries);
            }
        }
        else
        {
            for (int i = Group.IdxX; i < majors * signs.Parts; i += Threads)
            {
                int major = i / signs.Parts;
                int part = i - (major * signs.Parts);
                Put(signs, part, (int)signs.Code(firstMajor + first + major, part), major, firstRow, rows.Value, capacity.Value, lengths, entries);
            }
        }

        Group.Barrier();
        long number = ((long)Grid.IdxX * Grid.DimY) + Grid.IdxY;
        ArrayView<ushort> table = lists.SubView(number * rows.Value * (capacity.Value + 1));
        int own = 0;
        for (int row = Group.IdxX; row < rows.Value; row += Threads)
        {
            int length = lengths[row];
            if (length > capacity.Value)
            {
                table[row] = TooLong;
                isTooLong[0] = 1;
                continue;
            }

            Sort(entries, row, rows.Value, length);
            for (int i = 0; i < length; i++)
            {
                table[(i * rows.Value) + row] = entries[(i * rows.Value) + row];
            }

            table[(length * rows.Value) + row] = End;
            own = Math.Max(own, length);
        }

        Atomic.Max(ref longest[0], own);
        Group.Barrier();
        if (Group.IdxX == 0)
        {
            lines[number] = isTooLong[0] == 0 ? longest[0] + 1 : -longest[0] - 1;
        }
    }

    /// <summary>Adds a row of the source to the list of the row of the sketch that a code means, where that is one of the table's.</summary>
    private static void Put<T>(
        PartitionedSigns<T> signs, int part, int code, int major, int firstRow, int rows, int capacity, ArrayView<int> lengths, ArrayView<ushort> entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = (part * signs.Length) + Math.Min(part, signs.LongParts) + (code >> 1) - firstRow;
        if (part < signs.Parts && row >= 0 && row < rows)
        {
            int at = Atomic.Add(ref lengths[row], 1);
            if (at < capacity)
            {
                entries[(at * rows) + row] = (ushort)(major | ((code & 1) == 0 ? 0 : Negative));
            }
        }
    }

    /// <summary>The order in which threads came is undone: sums run over rising rows.</summary>
    private static void Sort(ArrayView<ushort> entries, int row, int rows, int length)
    {
        for (int i = 1; i < length; i++)
        {
            ushort entry = entries[(i * rows) + row];
            int at = i;
            while (at > 0 && (entries[((at - 1) * rows) + row] & ~Negative) > (entry & ~Negative))
            {
                entries[(at * rows) + row] = entries[((at - 1) * rows) + row];
                at--;
            }

            entries[(at * rows) + row] = entry;
        }
    }
}
