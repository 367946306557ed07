using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Reduce;

/// <summary>
/// Two-stage tree reductions. Which elements a thread takes and in which order partial results meet depends on the sizes alone, so a result
/// has the same bits from run to run and, where the elements' operations have, on every device.
/// </summary>
internal static class ReductionKernels
{
    /// <summary>The threads of a group of <see cref="Reduce"/>.</summary>
    public const int GroupSize = 256;

    /// <summary>The threads of a group of <see cref="ReduceColumns"/> in X: neighbouring columns.</summary>
    public const int ColumnsPerGroup = 32;

    /// <summary>The threads of a group of <see cref="ReduceColumns"/> in Y: rows of one column.</summary>
    public const int RowsPerGroup = 8;

    /// <summary>
    /// destination[group] = the reduction of the elements whose index, modulo the number of threads, belongs to the group. Four independent
    /// accumulators a thread keep the loads of four elements in flight.
    /// </summary>
    public static void Reduce<T, TResult, TReduction>(ArrayView<T> source, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(GroupSize);
        long length = source.Length;
        long stride = (long)Grid.DimX * GroupSize;
        long index = ((long)Grid.IdxX * GroupSize) + Group.IdxX;
        TResult first = TReduction.Identity;
        TResult second = TReduction.Identity;
        TResult third = TReduction.Identity;
        TResult fourth = TReduction.Identity;
        for (; index + (3 * stride) < length; index += 4 * stride)
        {
            first = TReduction.Combine(first, TReduction.Term(source[index]));
            second = TReduction.Combine(second, TReduction.Term(source[index + stride]));
            third = TReduction.Combine(third, TReduction.Term(source[index + (2 * stride)]));
            fourth = TReduction.Combine(fourth, TReduction.Term(source[index + (3 * stride)]));
        }

        for (; index < length; index += stride)
        {
            first = TReduction.Combine(first, TReduction.Term(source[index]));
        }

        int thread = Group.IdxX;
        shared[thread] = TReduction.Combine(TReduction.Combine(first, second), TReduction.Combine(third, fourth));
        Group.Barrier();
        for (int half = GroupSize / 2; half > 0; half >>= 1)
        {
            if (thread < half)
            {
                shared[thread] = TReduction.Combine(shared[thread], shared[thread + half]);
            }

            Group.Barrier();
        }

        if (thread == 0)
        {
            destination[Grid.IdxX] = shared[0];
        }
    }

    /// <summary>destination[0] = the partial results of <see cref="Reduce"/> joined; one group.</summary>
    public static void Join<T, TResult, TReduction>(ArrayView<TResult> partials, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(GroupSize);
        int thread = Group.IdxX;
        TResult result = TReduction.Identity;
        for (long index = thread; index < partials.Length; index += GroupSize)
        {
            result = TReduction.Combine(result, partials[index]);
        }

        shared[thread] = result;
        Group.Barrier();
        for (int half = GroupSize / 2; half > 0; half >>= 1)
        {
            if (thread < half)
            {
                shared[thread] = TReduction.Combine(shared[thread], shared[thread + half]);
            }

            Group.Barrier();
        }

        if (thread == 0)
        {
            destination[0] = shared[0];
        }
    }

    /// <summary>
    /// partials[chunk·columns + j] = the reduction of the rows of column j that belong to the chunk: those whose number, divided by RowsPerGroup, is
    /// congruent to the chunk modulo the number of chunks (the groups in Y).
    /// </summary>
    public static void ReduceColumns<T, TResult, TReduction>(RowMatrix<T> source, ArrayView<TResult> partials)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        ArrayView<TResult> shared = SharedMemory.Allocate<TResult>(ColumnsPerGroup * RowsPerGroup);
        int x = Group.IdxX;
        int y = Group.IdxY;
        long column = ((long)Grid.IdxX * ColumnsPerGroup) + x;
        TResult result = TReduction.Identity;
        if (column < source.Columns)
        {
            for (long row = ((long)Grid.IdxY * RowsPerGroup) + y; row < source.Rows; row += (long)Grid.DimY * RowsPerGroup)
            {
                result = TReduction.Combine(result, TReduction.Term(source[row, column]));
            }
        }

        shared[(y * ColumnsPerGroup) + x] = result;
        Group.Barrier();
        for (int half = RowsPerGroup / 2; half > 0; half >>= 1)
        {
            if (y < half)
            {
                shared[(y * ColumnsPerGroup) + x] = TReduction.Combine(
                    shared[(y * ColumnsPerGroup) + x], shared[((y + half) * ColumnsPerGroup) + x]);
            }

            Group.Barrier();
        }

        if (y == 0 && column < source.Columns)
        {
            partials[(Grid.IdxY * source.Columns) + column] = shared[x];
        }
    }

    /// <summary>destination[j] = the chunks of column j joined in order; one thread for each column.</summary>
    public static void JoinColumns<T, TResult, TReduction>(
        LongIndex1D column, ArrayView<TResult> partials, int chunks, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        TResult result = TReduction.Identity;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            result = TReduction.Combine(result, partials[(chunk * destination.Length) + column.X]);
        }

        destination[column] = result;
    }
}
