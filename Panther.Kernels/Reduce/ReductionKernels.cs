using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Reduce;

/// <summary>
/// Reductions of vectors, rows and columns. Threads read runs of four neighbouring elements, several runs before they use the first, so that enough
/// reads are under way to fill the memory's bandwidth.
/// </summary>
internal static class ReductionKernels
{
    /// <summary>The places of a group of <see cref="Reduce"/>, each with a sum of its own: the threads of a group, where it may have as many.</summary>
    public const int GroupPlaces = 256;

    /// <summary>The threads of a group of <see cref="ReduceColumns"/> in X: neighbouring runs of columns.</summary>
    public const int ColumnThreads = 32;

    /// <summary>The threads of a group of <see cref="ReduceColumns"/> in Y, at most: rows of one column.</summary>
    public const int MostRowThreads = 8;

    /// <summary>The rows of a column that a thread of <see cref="ReduceColumns"/> reads before it uses the first.</summary>
    private const int RowsAhead = 4;

    /// <summary>
    /// destination[group] = the reduction of the elements whose run, modulo the number of places, belongs to the group. Which elements a place takes and
    /// in which order results meet depends on the length alone: not on how many places a thread has, or whether runs are read in one access.
    /// </summary>
    public static void Reduce<T, TResult, TReduction>(
        ArrayView<T> source, ArrayView<TResult> destination, SpecializedValue<bool> isWide, SpecializedValue<int> threads)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(threads);
        var places = new TResult[GroupPlaces / threads.Value];
        for (int i = 0; i < places.Length; i++)
        {
            Unroll.Full();
            places[i] = OfPlace<T, TResult, TReduction>(source, i * threads, isWide);
        }

        TResult all = GroupTree.First<TResult, TReduction>(places, threads, shared);
        if (Group.IdxX == 0)
        {
            destination[Grid.IdxX] = all;
        }
    }

    /// <summary>The reduction of the elements of the place that lies so far behind the thread's first.</summary>
    private static TResult OfPlace<T, TResult, TReduction>(ArrayView<T> source, int behind, bool isWide)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        long runs = source.Length / 4;
        long stride = (long)Grid.DimX * GroupPlaces;
        long run = ((long)Grid.IdxX * GroupPlaces) + (Group.IdxX + behind);
        long rest = (4 * runs) + run;
        TResult first = rest < source.Length ? TReduction.Term(source[rest]) : TReduction.Identity;
        TResult second = TReduction.Identity;
        TResult third = TReduction.Identity;
        TResult fourth = TReduction.Identity;
        for (; run + (3 * stride) < runs; run += 4 * stride)
        {
            Quad<T> a = ReductionRun.Read(source, run, isWide);
            Quad<T> b = ReductionRun.Read(source, run + stride, isWide);
            Quad<T> c = ReductionRun.Read(source, run + (2 * stride), isWide);
            Quad<T> d = ReductionRun.Read(source, run + (3 * stride), isWide);
            first = ReductionRun.Combine<T, TResult, TReduction>(first, a);
            second = ReductionRun.Combine<T, TResult, TReduction>(second, b);
            third = ReductionRun.Combine<T, TResult, TReduction>(third, c);
            fourth = ReductionRun.Combine<T, TResult, TReduction>(fourth, d);
        }

        for (; run < runs; run += stride)
        {
            first = ReductionRun.Combine<T, TResult, TReduction>(first, ReductionRun.Read(source, run, isWide));
        }

        return TReduction.Combine(TReduction.Combine(first, second), TReduction.Combine(third, fourth));
    }

    /// <summary>destination[0] = the partial results of <see cref="Reduce"/> joined; one group.</summary>
    public static void Join<T, TResult, TReduction>(ArrayView<TResult> partials, ArrayView<TResult> destination, SpecializedValue<int> threads)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(threads);
        var places = new TResult[GroupPlaces / threads.Value];
        for (int i = 0; i < places.Length; i++)
        {
            Unroll.Full();
            TResult own = TReduction.Identity;
            for (int index = Group.IdxX + (i * threads); index < partials.IntLength; index += GroupPlaces)
            {
                own = TReduction.Combine(own, partials[index]);
            }

            places[i] = own;
        }

        TResult result = GroupTree.First<TResult, TReduction>(places, threads, shared);
        if (Group.IdxX == 0)
        {
            destination[0] = result;
        }
    }

    /// <summary>destination[i] = the reduction of row i; a team of threads (Group.DimX) to a row and Group.DimY rows to a group.</summary>
    public static void ReduceRows<T, TResult, TReduction>(
        RowMatrix<T> source, ArrayView<TResult> destination, SpecializedValue<int> threads, SpecializedValue<bool> isWide)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> scratch = SharedMemory.Allocate<TResult>(TeamReduction.ScratchLength);
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        long columns = row < source.Rows ? source.Columns : 0;
        ArrayView<T> elements = source.Elements.SubView(Math.Min(row, source.Rows - 1) * source.LeadingDimension);
        long runs = columns / 4;
        long rest = (4 * runs) + Group.IdxX;
        TResult first = rest < columns ? TReduction.Term(elements[rest]) : TReduction.Identity;
        TResult second = TReduction.Identity;
        TResult third = TReduction.Identity;
        TResult fourth = TReduction.Identity;
        long run = Group.IdxX;
        for (; run + (3 * threads) < runs; run += 4 * threads)
        {
            Quad<T> a = ReductionRun.Read(elements, run, isWide);
            Quad<T> b = ReductionRun.Read(elements, run + threads, isWide);
            Quad<T> c = ReductionRun.Read(elements, run + (2 * threads), isWide);
            Quad<T> d = ReductionRun.Read(elements, run + (3 * threads), isWide);
            first = ReductionRun.Combine<T, TResult, TReduction>(first, a);
            second = ReductionRun.Combine<T, TResult, TReduction>(second, b);
            third = ReductionRun.Combine<T, TResult, TReduction>(third, c);
            fourth = ReductionRun.Combine<T, TResult, TReduction>(fourth, d);
        }

        for (; run < runs; run += threads)
        {
            first = ReductionRun.Combine<T, TResult, TReduction>(first, ReductionRun.Read(elements, run, isWide));
        }

        TResult own = TReduction.Combine(TReduction.Combine(first, second), TReduction.Combine(third, fourth));
        TResult all = TeamReduction.All<TResult, TReduction>(own, threads, scratch);
        if (Group.IdxX == 0 && row < source.Rows)
        {
            destination[row] = all;
        }
    }

    /// <summary>
    /// partials[chunk·columns + j] = the reduction of the rows of column j that belong to the chunk: those whose number, divided by <paramref name="rowThreads"/>, is
    /// congruent to the chunk modulo the number of chunks (the groups in Y). A thread takes <paramref name="width"/> neighbouring columns.
    /// </summary>
    public static void ReduceColumns<T, TResult, TReduction>(
        RowMatrix<T> source, ArrayView<TResult> partials, SpecializedValue<int> width, SpecializedValue<int> rowThreads)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(ColumnThreads * rowThreads.Value * width.Value);
        var results = new TResult[width.Value];
        for (int i = 0; i < width; i++)
        {
            Unroll.Full();
            results[i] = TReduction.Identity;
        }

        int x = Group.IdxX;
        int y = Group.IdxY;
        long column = (((long)Grid.IdxX * ColumnThreads) + x) * width;
        long stride = (long)Grid.DimY * rowThreads;
        if (column < source.Columns)
        {
            long row = ((long)Grid.IdxY * rowThreads) + y;
            for (; row + ((RowsAhead - 1) * stride) < source.Rows; row += RowsAhead * stride)
            {
                var ahead = new T[RowsAhead * width.Value];
                for (int i = 0; i < RowsAhead; i++)
                {
                    Unroll.Full();
                    ReductionRun.Read(source, row + (i * stride), column, width, ahead, i * width);
                }

                for (int i = 0; i < RowsAhead * width; i++)
                {
                    Unroll.Full();
                    results[i % width] = TReduction.Combine(results[i % width], TReduction.Term(ahead[i]));
                }
            }

            for (; row < source.Rows; row += stride)
            {
                var next = new T[width.Value];
                ReductionRun.Read(source, row, column, width, next, 0);
                for (int i = 0; i < width; i++)
                {
                    Unroll.Full();
                    results[i] = TReduction.Combine(results[i], TReduction.Term(next[i]));
                }
            }
        }

        for (int i = 0; i < width; i++)
        {
            Unroll.Full();
            shared[(((y * width) + i) * ColumnThreads) + x] = results[i];
        }

        Group.Barrier();
        JoinRows<T, TResult, TReduction>(shared, width, rowThreads, x, y);
        if (y == 0 && column < source.Columns)
        {
            for (int i = 0; i < width; i++)
            {
                Unroll.Full();
                partials[(Grid.IdxY * source.Columns) + column + i] = shared[(i * ColumnThreads) + x];
            }
        }
    }

    /// <summary>destination[j] = the chunks of column j joined: each of <paramref name="rowThreads"/> threads joins every so many-th in order.</summary>
    public static void JoinColumns<T, TResult, TReduction>(ArrayView<TResult> partials, int chunks, ArrayView<TResult> destination, SpecializedValue<int> rowThreads)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(ColumnThreads * rowThreads.Value);
        int x = Group.IdxX;
        int y = Group.IdxY;
        long column = ((long)Grid.IdxX * ColumnThreads) + x;
        TResult result = TReduction.Identity;
        if (column < destination.Length)
        {
            for (int chunk = y; chunk < chunks; chunk += rowThreads)
            {
                result = TReduction.Combine(result, partials[(chunk * destination.Length) + column]);
            }
        }

        shared[(y * ColumnThreads) + x] = result;
        Group.Barrier();
        JoinRows<T, TResult, TReduction>(shared, 1, rowThreads, x, y);
        if (y == 0 && column < destination.Length)
        {
            destination[column] = shared[x];
        }
    }

    /// <summary>Joins what the threads of a column have left in shared memory, for some columns each.</summary>
    private static void JoinRows<T, TResult, TReduction>(ArrayView<TResult> shared, int width, int rowThreads, int x, int y)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        for (int half = rowThreads / 2; half > 0; half >>= 1)
        {
            if (y < half)
            {
                for (int i = 0; i < width; i++)
                {
                    Unroll.Full();
                    int place = (((y * width) + i) * ColumnThreads) + x;
                    shared[place] = TReduction.Combine(shared[place], shared[place + (half * width * ColumnThreads)]);
                }
            }

            Group.Barrier();
        }
    }
}
