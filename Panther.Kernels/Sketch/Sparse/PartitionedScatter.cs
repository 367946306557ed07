using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;
using Panther.Kernels.Sketch.Sparse.Lists;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>Enqueues products with the transpose of <see cref="PartitionedSigns{T}"/>: the forward application of SJLT and CountSketch.</summary>
internal static class PartitionedScatter
{
    /// <summary>Beyond this many destination elements per thread of a column, walking through shared memory slice by slice costs more than waiting for global memory.</summary>
    private const long MostSlicedColumns = 1 << 18;

    /// <summary>destination = P[firstMajor..]ᵀ · source + beta · destination.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="signs">P, majors × rows of the destination.</param>
    /// <param name="source">The source; row i goes with major firstMajor + i.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="firstMajor">The major of the source's first row.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    public static void Enqueue<T>(
        DeviceStream queue, PartitionedSigns<T> signs, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (queue.Device.Supports(DeviceFeature.HostRoutines))
        {
            PartitionedScatterOnHost.Enqueue(queue, signs, source, destination, firstMajor, beta);
        }
        else if (queue.Device.IsProcessor)
        {
            // To a processor, shared memory is memory like any other.
            SparseProduct.Scatter(queue, signs, source, destination, firstMajor, 0, beta);
        }
        else
        {
            EnqueueKernels(queue, signs, source, destination, firstMajor, beta);
        }
    }

    /// <summary>As <see cref="Enqueue"/>, the way of GPUs on every device.</summary>
    public static void EnqueueKernels<T>(
        DeviceStream queue, PartitionedSigns<T> signs, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device device = queue.Device;
        if (device.Supports(DeviceFeature.AsyncCopy) && RowSums.Plan(device, signs, source, destination) is { } lists)
        {
            RowSums.Enqueue(queue, lists, signs, source, destination, firstMajor, beta);
            return;
        }

        ScatterPlan plan = ScatterPlan.For(signs, source.Rows, destination.Columns, Unsafe.SizeOf<T>(), device.MultiprocessorCount, GroupLimits.Of(device));
        if (plan.Slices * destination.Columns > MostSlicedColumns)
        {
            SparseProduct.Scatter(queue, signs, source, destination, firstMajor, 0, beta);
            return;
        }

        if (plan.Splits == 1)
        {
            Launch(queue, plan, signs, source, destination, 0, firstMajor, beta);
            return;
        }

        long plane = destination.Rows * destination.Columns;
        using DeviceBuffer<T> planes = device.Allocate<T>(checked(plane * plan.Splits), queue);
        StridedMatrix<T> partial = new(planes.View, destination.Rows, destination.Columns, destination.Columns, 1);
        Launch(queue, plan, signs, source, partial, plane, firstMajor, T.Zero);
        device.LoadKernel<LongIndex1D, ArrayView<T>, int, StridedMatrix<T>, T>(PlaneKernels.Add)
            .Launch(queue, plane, planes.View, plan.Splits, destination, beta);
    }

    private static void Launch<T>(
        DeviceStream queue,
        ScatterPlan plan,
        PartitionedSigns<T> signs,
        StridedMatrix<T> source,
        StridedMatrix<T> destination,
        long plane,
        long firstMajor,
        T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var arguments = new ScatterArguments<T>
        {
            Signs = signs,
            Source = source,
            Destination = destination,
            Plane = plane,
            FirstMajor = firstMajor,
            SplitMajors = plan.SplitMajors,
            Slices = plan.Slices,
            Beta = beta,
        };
        long tiles = (destination.Columns + plan.Columns - 1) / plan.Columns;
        int partGroups = (signs.Parts + plan.Parts - 1) / plan.Parts;
        queue.Device.LoadKernel<ScatterArguments<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<bool>>(
                PartitionedScatterKernel.Scatter, new JitOptions { MaxThreadsPerGroup = plan.Columns * plan.Parts })
            .Launch(
                queue,
                new KernelConfig(new Index2D(checked((int)(tiles * partGroups * plan.Slices)), plan.Splits), new Index2D(plan.Columns * plan.Parts, 1)),
                arguments,
                SpecializedValue.New(plan.Columns),
                SpecializedValue.New(plan.Parts),
                SpecializedValue.New(plan.Depth),
                SpecializedValue.New(source.IsByColumns));
    }
}
