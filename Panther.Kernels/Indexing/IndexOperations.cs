using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Kernels.Indexing;

/// <summary>Reads and sums by indices. Every method enqueues and returns; sums have a fixed order. The indices are not checked.</summary>
internal static class IndexOperations
{
    /// <summary>destination (o×count×inner) = for each place the element of source (o×extent×inner) that the index there names along the middle dimension.</summary>
    public static void GatherAlong<T>(
        DeviceStream queue, ArrayView<T> source, long extent, ArrayView<int> indices, long count, long inner, ArrayView<T> destination)
        where T : unmanaged
        => queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, long, ArrayView<int>, long, long, ArrayView<T>>(IndexKernels.GatherAlong)
            .Launch(queue, new LongIndex1D(indices.Length), source, extent, indices, count, inner, destination);

    /// <summary>destination (o×extent×inner) += each element of source (o×count×inner) at the place that the index there names along the middle dimension.</summary>
    public static void AddAlong<T>(
        DeviceStream queue, ArrayView<T> source, long extent, ArrayView<int> indices, long count, long inner, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, long, ArrayView<int>, long, long, ArrayView<T>>(IndexKernels.AddAlong)
            .Launch(queue, new LongIndex1D(count == 0 ? 0 : indices.Length / count), source, extent, indices, count, inner, destination);

    /// <summary>Row r of destination (m×n) = Σ of the rows of source (k×n) whose index is r, in their order.</summary>
    public static void SumRows<T>(DeviceStream queue, ArrayView<int> indices, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty)
        {
            return;
        }

        // The rows that go to one row follow each other in the transpose of a sparse matrix with one element a row.
        Device device = queue.Device;
        using DeviceBuffer<long> each = device.Allocate<long>(indices.Length + 1, queue);
        using DeviceBuffer<long> starts = device.Allocate<long>(destination.Rows + 1, queue);
        using DeviceBuffer<int> order = device.Allocate<int>(indices.Length, queue);
        using DeviceBuffer<int> unused = device.Allocate<int>(indices.Length, queue);
        device.LoadKernel<LongIndex1D, ArrayView<long>>(IndexKernels.Count).Launch(queue, new LongIndex1D(each.Length), each.View);
        CsrTransposition.Transpose(
            queue,
            new CsrOperand<int>(each.View, indices, indices, indices.Length, destination.Rows),
            new CsrOperand<int>(starts.View, order.View, unused.View, destination.Rows, indices.Length));
        device.LoadKernel<ArrayView<long>, ArrayView<int>, RowMatrix<T>, RowMatrix<T>>(IndexKernels.SumRows)
            .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), starts.View, order.View, source, destination);
    }
}
