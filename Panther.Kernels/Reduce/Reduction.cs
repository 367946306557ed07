using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Reduce;

/// <summary>
/// Reductions of vectors, rows and columns. Deterministic on one device; that of a vector has the same bits on all of them, as its order is a function of the
/// length alone. With p = 2¹⁷ places at most and u the accumulator's unit roundoff, a sum of n terms errs by at most
/// (n/4p + 24)·u·Σ|terms| (Higham, "The accuracy of floating point summation", 1993).
/// </summary>
internal static class Reduction
{
    private const int MaxGroups = 512;
    private const int ElementsPerPlace = 16;
    private const int MaxChunks = 128;

    // Fewer parts of columns save less time than the launch takes that joins them.
    private const int MinChunks = 6;
    private const int MinRowsPerThread = 8;
    private const int GroupsPerMultiprocessor = 4;

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
        const int PerGroup = ReductionKernels.GroupPlaces * ElementsPerPlace;
        int groups = (int)Math.Clamp((source.Length + PerGroup - 1) / PerGroup, 1, MaxGroups);
        SpecializedValue<bool> isWide = SpecializedValue.New(source.IsAlignedTo(4 * Unsafe.SizeOf<T>()));
        SpecializedValue<int> threads = SpecializedValue.New(GroupLimits.Of(queue.Device).MostThreads(ReductionKernels.GroupPlaces));
        Kernel<ArrayView<T>, ArrayView<TResult>, SpecializedValue<bool>, SpecializedValue<int>> reduce =
            queue.Device.LoadKernel<ArrayView<T>, ArrayView<TResult>, SpecializedValue<bool>, SpecializedValue<int>>(ReductionKernels.Reduce<T, TResult, TReduction>);
        if (groups == 1)
        {
            reduce.Launch(queue, new KernelConfig(1, threads), source, destination, isWide, threads);
            return;
        }

        using DeviceBuffer<TResult> partials = queue.Device.Allocate<TResult>(groups, queue);
        reduce.Launch(queue, new KernelConfig(groups, threads), source, partials.View, isWide, threads);
        queue.Device.LoadKernel<ArrayView<TResult>, ArrayView<TResult>, SpecializedValue<int>>(ReductionKernels.Join<T, TResult, TReduction>)
            .Launch(queue, new KernelConfig(1, threads), partials.View, destination, threads);
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

    /// <summary>destination[i] = the reduction of row i of source (m×n), for the m rows. Enqueues and returns.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TResult">The accumulator.</typeparam>
    /// <typeparam name="TReduction">What is computed.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="destination">At least m elements.</param>
    /// <exception cref="ArgumentException">The destination is too short or the matrix does not fit its view.</exception>
    public static void ReduceRows<T, TResult, TReduction>(DeviceStream queue, RowMatrix<T> source, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        source.Validate();
        ThrowIfTooShort(destination.Length, source.Rows, "rows");
        if (source.Rows == 0)
        {
            return;
        }

        RowPlan plan = RowPlan.ForReading(queue.Device, source);
        queue.Device.LoadKernel<RowMatrix<T>, ArrayView<TResult>, SpecializedValue<int>, SpecializedValue<bool>>(
                ReductionKernels.ReduceRows<T, TResult, TReduction>)
            .Launch(
                queue, plan.Config(source.Rows), source, destination, SpecializedValue.New(plan.Threads), SpecializedValue.New(plan.Width > 1));
    }

    /// <summary>destination[j] = the reduction of column j of source (m×n), for the n columns. Enqueues and returns.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TResult">The accumulator.</typeparam>
    /// <typeparam name="TReduction">What is computed.</typeparam>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="destination">At least n elements.</param>
    /// <exception cref="ArgumentException">The destination is too short or the matrix does not fit its view.</exception>
    /// <exception cref="NotSupportedException">The device has groups of fewer threads than 32.</exception>
    public static void ReduceColumns<T, TResult, TReduction>(DeviceStream queue, RowMatrix<T> source, ArrayView<TResult> destination)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        source.Validate();
        ThrowIfTooShort(destination.Length, source.Columns, "columns");
        if (source.Columns == 0)
        {
            return;
        }

        int width = queue.Device.IsProcessor ? 1 : source.AccessWidth(4);
        const int Most = ReductionKernels.ColumnThreads * ReductionKernels.MostRowThreads;
        int rowThreads = GroupLimits.Of(queue.Device).MostThreads(Most, ReductionKernels.ColumnThreads, "A reduction of columns") / ReductionKernels.ColumnThreads;
        int columnsPerGroup = ReductionKernels.ColumnThreads * width;
        int groups = checked((int)((source.Columns + columnsPerGroup - 1) / columnsPerGroup));

        // As many chunks as fill the device, unless their threads have too few rows then.
        long wanted = ((long)queue.Device.MultiprocessorCount * GroupsPerMultiprocessor / groups) + 1;
        long most = source.Rows / (rowThreads * MinRowsPerThread);
        int chunks = (int)Math.Clamp(Math.Min(wanted, most), 1, MaxChunks);
        chunks = chunks < MinChunks ? 1 : chunks;
        KernelConfig config = new(new Index2D(groups, chunks), new Index2D(ReductionKernels.ColumnThreads, rowThreads));
        Kernel<RowMatrix<T>, ArrayView<TResult>, SpecializedValue<int>, SpecializedValue<int>> reduce =
            queue.Device.LoadKernel<RowMatrix<T>, ArrayView<TResult>, SpecializedValue<int>, SpecializedValue<int>>(ReductionKernels.ReduceColumns<T, TResult, TReduction>);
        if (chunks == 1)
        {
            reduce.Launch(queue, config, source, destination, SpecializedValue.New(width), SpecializedValue.New(rowThreads));
            return;
        }

        using DeviceBuffer<TResult> partials = queue.Device.Allocate<TResult>(chunks * source.Columns, queue);
        reduce.Launch(queue, config, source, partials.View, SpecializedValue.New(width), SpecializedValue.New(rowThreads));
        queue.Device.LoadKernel<ArrayView<TResult>, int, ArrayView<TResult>, SpecializedValue<int>>(ReductionKernels.JoinColumns<T, TResult, TReduction>)
            .Launch(
                queue,
                new KernelConfig(
                    new Index2D(checked((int)((source.Columns + ReductionKernels.ColumnThreads - 1) / ReductionKernels.ColumnThreads)), 1),
                    new Index2D(ReductionKernels.ColumnThreads, rowThreads)),
                partials.View,
                chunks,
                destination.SubView(0, source.Columns),
                SpecializedValue.New(rowThreads));
    }

    private static void ThrowIfTooShort(long length, long needed, string what)
    {
        if (length < needed)
        {
            throw new ArgumentException($"The results of {needed} {what} do not fit a destination of {length} elements.");
        }
    }
}
