using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Launch;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;

namespace Panther.Kernels.Pivoting;

/// <summary>Launches <see cref="PivotKernels"/> and <see cref="KernelMatrixKernels"/>. Every method enqueues and returns.</summary>
internal static class Pivots
{
    /// <inheritdoc cref="PivotKernels.Propose"/>
    public static void Propose(
        DeviceStream queue, ArrayView<double> cumulated, RandomStream stream, long round, ArrayView<int> proposals, ArrayView<double> thresholds)
        => queue.Device.LoadKernel<Index1D, ArrayView<double>, RandomStream, long, ArrayView<int>, ArrayView<double>>(PivotKernels.Propose)
            .Launch(queue, proposals.IntLength, cumulated, stream, round, proposals, thresholds);

    /// <inheritdoc cref="PivotKernels.ProposeLargest"/>
    public static void ProposeLargest(DeviceStream queue, ArrayView<double> weights, ArrayView<int> proposals, ArrayView<double> thresholds)
    {
        SpecializedValue<int> threads = Threads(queue.Device);
        queue.Device.LoadKernel<ArrayView<double>, ArrayView<int>, ArrayView<double>, SpecializedValue<int>>(PivotKernels.ProposeLargest)
            .Launch(queue, new KernelConfig(1, threads), weights, proposals, thresholds, threads);
    }

    /// <inheritdoc cref="PivotKernels.Accept"/>
    public static void Accept(
        DeviceStream queue,
        ArrayView<int> proposals,
        ArrayView<double> thresholds,
        ArrayView<double> weights,
        ArrayView<double> block,
        int limit,
        double floor,
        ArrayView<int> pivots,
        ArrayView<int> members,
        ArrayView<int> count)
    {
        SpecializedValue<int> threads = Threads(queue.Device);
        queue.Device
            .LoadKernel<ArrayView<int>, ArrayView<double>, ArrayView<double>, ArrayView<double>, int, double, ArrayView<int>, ArrayView<int>, ArrayView<int>, SpecializedValue<int>>(
                PivotKernels.Accept)
            .Launch(queue, new KernelConfig(1, threads), proposals, thresholds, weights, block, limit, floor, pivots, members, count, threads);
    }

    /// <inheritdoc cref="PivotKernels.Compact"/>
    public static void Compact<T>(DeviceStream queue, ArrayView<double> block, int size, ArrayView<int> members, int count, ArrayView<T> factor)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<Index1D, ArrayView<double>, int, ArrayView<int>, int, ArrayView<T>>(PivotKernels.Compact)
            .Launch(queue, count * count, block, size, members, count, factor);

    /// <inheritdoc cref="PivotKernels.Downdate"/>
    public static void Downdate<T>(DeviceStream queue, RowMatrix<T> columns, ArrayView<double> weights, double tolerance, ArrayView<int> status)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<LongIndex1D, RowMatrix<T>, ArrayView<double>, double, ArrayView<int>>(PivotKernels.Downdate)
            .Launch(queue, columns.Rows, columns, weights, tolerance, status);

    /// <inheritdoc cref="PivotKernels.Clear"/>
    public static void Clear(DeviceStream queue, ArrayView<int> places, ArrayView<double> weights)
        => queue.Device.LoadKernel<Index1D, ArrayView<int>, ArrayView<double>>(PivotKernels.Clear).Launch(queue, places.IntLength, places, weights);

    /// <inheritdoc cref="KernelMatrixKernels.Gaussian"/>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="points">The points, one a row.</param>
    /// <param name="rows">The points of the rows; null for all points in their order.</param>
    /// <param name="columns">The points of the columns.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">The elements; not empty.</param>
    public static void Gaussian<T>(
        DeviceStream queue, StridedMatrix<T> points, ArrayView<int>? rows, ArrayView<int> columns, T factor, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<StridedMatrix<T>, ArrayView<int>, ArrayView<int>, T, RowMatrix<T>, SpecializedValue<bool>>(KernelMatrixKernels.Gaussian)
            .Launch(
                queue,
                PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows),
                points,
                rows ?? columns,
                columns,
                factor,
                destination,
                SpecializedValue.New(rows is null));

    /// <inheritdoc cref="KernelMatrixKernels.Gather"/>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="rows">The rows; null for all in their order.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="destination">The elements; not empty.</param>
    public static void Gather<T>(DeviceStream queue, StridedMatrix<T> source, ArrayView<int>? rows, ArrayView<int> columns, RowMatrix<T> destination)
        where T : unmanaged
        => queue.Device.LoadKernel<StridedMatrix<T>, ArrayView<int>, ArrayView<int>, RowMatrix<T>, SpecializedValue<bool>>(KernelMatrixKernels.Gather)
            .Launch(
                queue,
                PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows),
                source,
                rows ?? columns,
                columns,
                destination,
                SpecializedValue.New(rows is null));

    /// <inheritdoc cref="KernelMatrixKernels.Diagonal"/>
    public static void Diagonal<T>(DeviceStream queue, StridedMatrix<T> source, ArrayView<T> destination)
        where T : unmanaged
        => queue.Device.LoadKernel<LongIndex1D, StridedMatrix<T>, ArrayView<T>>(KernelMatrixKernels.Diagonal).Launch(queue, destination.Length, source, destination);

    private static SpecializedValue<int> Threads(Device device) => SpecializedValue.New(GroupLimits.Of(device).MostThreads(PivotKernels.MostThreads));
}
