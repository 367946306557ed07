using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>
/// Adds the rows of a matrix, with signs, to the rows of its sketch. A thread has the rows of one part of the sketch, in one column, for itself, in shared
/// memory: no two threads meet, so there are no atomics, the order of the sums is fixed, and as the sums of neighbouring threads are neighbours, whatever
/// their places, no two of a warp share a bank.
/// </summary>
internal static class PartitionedScatterKernel
{
    /// <summary>The elements of the next panel that a thread holds.</summary>
    private const int Ahead = 16;

    /// <summary>The rows of the source that are added between two barriers.</summary>
    /// <param name="parts">The parts of a group.</param>
    public static int PanelRows(int parts) => Ahead * parts;

    /// <summary>
    /// destination plane Grid.IdxY = P[..]ᵀ · (a piece of the source) + beta · the same. Launched with <paramref name="columns"/> · <paramref name="parts"/> threads, one
    /// group for each column tile, group of parts and slice in X and each piece of the source in Y.
    /// </summary>
    /// <param name="a">The operands.</param>
    /// <param name="columns">The columns of a group.</param>
    /// <param name="parts">The parts of a group.</param>
    /// <param name="depth">The rows of a part that a group has sums for.</param>
    /// <param name="isByColumns">Whether the source lies column by column.</param>
    public static void Scatter<T>(
        ScatterArguments<T> a, SpecializedValue<int> columns, SpecializedValue<int> parts, SpecializedValue<int> depth, SpecializedValue<bool> isByColumns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int threads = columns.Value * parts.Value;
        int rows = Ahead * parts.Value;
        int pitch = columns.Value + 1;

        // The last row of the sums takes what belongs to another slice.
        ArrayView<T> sums = SharedMemory.Allocate<T>((depth.Value + 1) * columns.Value * parts.Value);
        ArrayView<T> panel = SharedMemory.Allocate<T>(Ahead * parts.Value * (columns.Value + 1));
        ArrayView<int> codes = SharedMemory.Allocate<int>(Ahead * parts.Value * parts.Value);
        var ahead = new T[Ahead];

        int thread = Group.IdxX;
        int ownPart = thread / columns.Value;
        int ownColumn = thread - (ownPart * columns.Value);
        int partGroups = (a.Signs.Parts + parts.Value - 1) / parts.Value;
        int inTile = partGroups * a.Slices;
        int tile = Grid.IdxX / inTile;
        int rest = Grid.IdxX - (tile * inTile);
        int slice = rest / partGroups;
        int firstPart = (rest - (slice * partGroups)) * parts.Value;
        int firstPlace = slice * depth.Value;
        long firstColumn = (long)tile * columns.Value;
        long row = Grid.IdxY * a.SplitMajors;
        long end = Math.Min(a.Source.Rows, row + a.SplitMajors);

        for (int i = 0; i <= depth.Value; i++)
        {
            Unroll.None();
            sums[(i * threads) + thread] = T.Zero;
        }

        Fetch(a.Source, row, end, firstColumn, rows, columns.Value, threads, isByColumns, ahead);
        while (row < end)
        {
            for (int i = 0; i < ahead.Length; i++)
            {
                Unroll.Full();
                int element = thread + (i * threads);
                panel[(PanelRow(element, rows, columns.Value, isByColumns) * pitch) + PanelColumn(element, rows, columns.Value, isByColumns)] = ahead[i];
            }

            Draw(a.Signs, a.FirstMajor + row, firstPart, firstPlace, rows, parts.Value, depth.Value, threads, codes);
            row += rows;
            Fetch(a.Source, row, end, firstColumn, rows, columns.Value, threads, isByColumns, ahead);
            Group.Barrier();
            AddPanel(panel, codes, sums, rows, parts.Value, pitch, threads, ownPart, ownColumn);
            Group.Barrier();
        }

        Store(a, sums, firstPart + ownPart, firstPlace, firstColumn + ownColumn, depth.Value, threads);
    }

    /// <summary>Four rows at a time: their sums are read together, and one that two rows share is passed on in a register.</summary>
    private static void AddPanel<T>(
        ArrayView<T> panel, ArrayView<int> codes, ArrayView<T> sums, int rows, int parts, int pitch, int threads, int ownPart, int ownColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int r = 0; r < rows; r += 4)
        {
            Unroll.None();
            int c0 = codes[(r * parts) + ownPart];
            int c1 = codes[((r + 1) * parts) + ownPart];
            int c2 = codes[((r + 2) * parts) + ownPart];
            int c3 = codes[((r + 3) * parts) + ownPart];
            int p0 = ((c0 >> 1) * threads) + Group.IdxX;
            int p1 = ((c1 >> 1) * threads) + Group.IdxX;
            int p2 = ((c2 >> 1) * threads) + Group.IdxX;
            int p3 = ((c3 >> 1) * threads) + Group.IdxX;
            T s0 = sums[p0];
            T s1 = sums[p1];
            T s2 = sums[p2];
            T s3 = sums[p3];
            int place = (r * pitch) + ownColumn;
            s0 += Signed(panel[place], c0);
            s1 = (p1 == p0 ? s0 : s1) + Signed(panel[place + pitch], c1);
            s2 = (p2 == p1 ? s1 : p2 == p0 ? s0 : s2) + Signed(panel[place + (2 * pitch)], c2);
            s3 = (p3 == p2 ? s2 : p3 == p1 ? s1 : p3 == p0 ? s0 : s3) + Signed(panel[place + (3 * pitch)], c3);
            sums[p0] = s0;
            sums[p1] = s1;
            sums[p2] = s2;
            sums[p3] = s3;
        }
    }

    private static T Signed<T>(T value, int code)
        where T : unmanaged, IFloatingPointIeee754<T>
        => (code & 1) == 0 ? value : -value;

    /// <summary>Reads the calling thread's elements of a panel; zeros stand beyond the edges.</summary>
    private static void Fetch<T>(
        StridedMatrix<T> source, long row, long end, long firstColumn, int rows, int columns, int threads, bool isByColumns, T[] ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < ahead.Length; i++)
        {
            Unroll.Full();
            int element = Group.IdxX + (i * threads);
            long r = row + PanelRow(element, rows, columns, isByColumns);
            long c = firstColumn + PanelColumn(element, rows, columns, isByColumns);
            ahead[i] = r < end && c < source.Columns ? source[r, c] : T.Zero;
        }
    }

    private static int PanelRow(int element, int rows, int columns, bool isByColumns) => isByColumns ? element % rows : element / columns;

    private static int PanelColumn(int element, int rows, int columns, bool isByColumns) => isByColumns ? element / rows : element % columns;

    /// <summary>Draws the places and signs for the rows of a panel.</summary>
    private static void Draw<T>(
        PartitionedSigns<T> signs, long firstMajor, int firstPart, int firstPlace, int rows, int parts, int depth, int threads, ArrayView<int> codes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parts == PartitionedSigns<T>.PartsPerBlock && signs.IsNarrow)
        {
            for (int r = Group.IdxX; r < rows; r += threads)
            {
                PhiloxBlock block = signs.NarrowBlock(firstMajor + r, firstPart);
                codes[(r * parts)] = InSlice(signs, signs.Code(block.X, firstPart), firstPart, firstPlace, depth);
                codes[(r * parts) + 1] = InSlice(signs, signs.Code(block.Y, firstPart + 1), firstPart + 1, firstPlace, depth);
                codes[(r * parts) + 2] = InSlice(signs, signs.Code(block.Z, firstPart + 2), firstPart + 2, firstPlace, depth);
                codes[(r * parts) + 3] = InSlice(signs, signs.Code(block.W, firstPart + 3), firstPart + 3, firstPlace, depth);
            }
        }
        else
        {
            for (int i = Group.IdxX; i < rows * parts; i += threads)
            {
                int part = firstPart + (i % parts);
                codes[i] = InSlice(signs, signs.Code(firstMajor + (i / parts), part), part, firstPlace, depth);
            }
        }
    }

    /// <summary>The code with its place counted from the slice's first one, or the row for what is not of the slice.</summary>
    private static int InSlice<T>(PartitionedSigns<T> signs, long code, int part, int firstPlace, int depth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long inSlice = code - (2L * firstPlace);
        return part < signs.Parts && inSlice >= 0 && inSlice < 2L * depth ? (int)inSlice : 2 * depth;
    }

    private static void Store<T>(ScatterArguments<T> a, ArrayView<T> sums, int part, int firstPlace, long column, int depth, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (part >= a.Signs.Parts || column >= a.Destination.Columns)
        {
            return;
        }

        int count = Math.Min(depth, a.Signs.Extent(part) - firstPlace);
        long plane = Grid.IdxY * a.Plane;
        for (int i = 0; i < count; i++)
        {
            T value = a.Signs.Weight * sums[(i * threads) + Group.IdxX];
            ref T place = ref a.Destination.Elements[
                plane + ((a.Signs.Start(part) + firstPlace + i) * a.Destination.RowStride) + (column * a.Destination.ColumnStride)];
            place = a.Beta == T.Zero ? value : T.FusedMultiplyAdd(a.Beta, place, value);
        }
    }
}
