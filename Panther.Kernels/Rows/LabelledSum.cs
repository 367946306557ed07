using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Rows;

/// <summary>Launches <see cref="LabelledSumKernels"/>; accumulated in the element type, in an order that depends on the number of rows alone.</summary>
internal static class LabelledSum
{
    // So many rows a place sums before another group is worth a second launch.
    private const int RowsPerPlace = 8;

    /// <summary>destination[0] = factor·Σ source[i, labels[i]] over the rows of a dense matrix. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix (m×n).</param>
    /// <param name="labels">m labels below n, not checked.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">At least one element.</param>
    public static void Enqueue<T>(DeviceStream queue, RowMatrix<T> source, ArrayView<int> labels, T factor, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int RowsPerGroup = LabelledSumKernels.GroupPlaces * RowsPerPlace;
        labels = labels.SubView(0, source.Rows);
        int groups = (int)Math.Clamp((source.Rows + RowsPerGroup - 1) / RowsPerGroup, 1, LabelledSumKernels.GroupPlaces);
        SpecializedValue<int> threads = SpecializedValue.New(GroupLimits.Of(queue.Device).MostThreads(LabelledSumKernels.GroupPlaces));
        Kernel<ArrayView<T>, long, ArrayView<int>, T, ArrayView<T>, SpecializedValue<int>> sum =
            queue.Device.LoadKernel<ArrayView<T>, long, ArrayView<int>, T, ArrayView<T>, SpecializedValue<int>>(LabelledSumKernels.Sum);
        if (groups == 1)
        {
            sum.Launch(queue, new KernelConfig(1, threads), source.Elements, source.Columns, labels, factor, destination, threads);
            return;
        }

        using DeviceBuffer<T> parts = queue.Device.Allocate<T>(groups, queue);
        sum.Launch(queue, new KernelConfig(groups, threads), source.Elements, source.Columns, labels, factor, parts.View, threads);
        queue.Device.LoadKernel<ArrayView<T>, ArrayView<T>, SpecializedValue<int>>(LabelledSumKernels.Join)
            .Launch(queue, new KernelConfig(1, threads), parts.View, destination, threads);
    }
}
