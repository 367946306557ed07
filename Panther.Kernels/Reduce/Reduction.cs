using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Reduce;

/// <summary>
/// Reductions of vectors and of the columns of matrices. Deterministic: the order of all operations is a function of the sizes. With p = 2¹⁹
/// threads at most and u the accumulator's unit roundoff, a sum of n terms errs by at most (n/4p + 24)·u·Σ|terms| (Higham,
/// "The accuracy of floating point summation", 1993).
/// </summary>
internal static class Reduction
{
    private const int MaxGroups = 2048;
    private const int ElementsPerThread = 8;
    private const int MaxChunks = 128;
    private const int RowsPerChunk = 256;

    /// <summary>destination[0] = the reduction of all elements. Enqueues and returns.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TResult">The accumulator.</typeparam>
    /// <typeparam name="TReduction">What is computed.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The elements; none gives the reduction's identity.</param>
    /// <param name="destination">At least one element.</param>
    public static void Reduce<T, TResult, TReduction>(DeviceStream queue, ArrayView<T> source, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        const int PerGroup = ReductionKernels.GroupSize * ElementsPerThread;
        int groups = (int)Math.Clamp((source.Length + PerGroup - 1) / PerGroup, 1, MaxGroups);
        Kernel<ArrayView<T>, ArrayView<TResult>> reduce =
            queue.Device.LoadKernel<ArrayView<T>, ArrayView<TResult>>(ReductionKernels.Reduce<T, TResult, TReduction>);
        if (groups == 1)
        {
            reduce.Launch(queue, new KernelConfig(1, ReductionKernels.GroupSize), source, destination);
            return;
        }

        using DeviceBuffer<TResult> partials = queue.Device.Allocate<TResult>(groups, queue);
        reduce.Launch(queue, new KernelConfig(groups, ReductionKernels.GroupSize), source, partials.View);
        queue.Device.LoadKernel<ArrayView<TResult>, ArrayView<TResult>>(ReductionKernels.Join<T, TResult, TReduction>)
            .Launch(queue, new KernelConfig(1, ReductionKernels.GroupSize), partials.View, destination);
    }

    /// <summary>The reduction of all elements, on the host. Waits for the stream.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TResult">The accumulator.</typeparam>
    /// <typeparam name="TReduction">What is computed.</typeparam>
    /// <param name="queue">The device stream to work on.</param>
    /// <param name="source">The elements.</param>
    public static TResult Reduce<T, TResult, TReduction>(DeviceStream queue, ArrayView<T> source)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        using DeviceBuffer<TResult> destination = queue.Device.Allocate<TResult>(1, queue);
        Reduce<T, TResult, TReduction>(queue, source, destination.View);
        TResult result = default;
        destination.CopyTo(new Span<TResult>(ref result), queue);
        return result;
    }

    /// <summary>destination[j] = the reduction of column j of source (m×n), for the n columns. Enqueues and returns.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TResult">The accumulator.</typeparam>
    /// <typeparam name="TReduction">What is computed.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="destination">At least n elements.</param>
    /// <exception cref="ArgumentException">The destination is too short or the matrix does not fit its view.</exception>
    public static void ReduceColumns<T, TResult, TReduction>(DeviceStream queue, RowMatrix<T> source, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        source.Validate();
        if (destination.Length < source.Columns)
        {
            throw new ArgumentException($"{source.Columns} columns do not fit a destination of {destination.Length} elements.", nameof(destination));
        }

        if (source.Columns == 0)
        {
            return;
        }

        int chunks = (int)Math.Clamp((source.Rows + RowsPerChunk - 1) / RowsPerChunk, 1, MaxChunks);
        int groups = checked((int)((source.Columns + ReductionKernels.ColumnsPerGroup - 1) / ReductionKernels.ColumnsPerGroup));
        KernelConfig config = new(new Index2D(groups, chunks), new Index2D(ReductionKernels.ColumnsPerGroup, ReductionKernels.RowsPerGroup));
        Kernel<RowMatrix<T>, ArrayView<TResult>> reduce =
            queue.Device.LoadKernel<RowMatrix<T>, ArrayView<TResult>>(ReductionKernels.ReduceColumns<T, TResult, TReduction>);
        if (chunks == 1)
        {
            reduce.Launch(queue, config, source, destination);
            return;
        }

        using DeviceBuffer<TResult> partials = queue.Device.Allocate<TResult>(chunks * source.Columns, queue);
        reduce.Launch(queue, config, source, partials.View);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<TResult>, int, ArrayView<TResult>>(ReductionKernels.JoinColumns<T, TResult, TReduction>)
            .Launch(queue, new LongIndex1D(source.Columns), partials.View, chunks, destination.SubView(0, source.Columns));
    }
}
