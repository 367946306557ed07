using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>Launches <see cref="SparseKernels"/>.</summary>
internal static class SparseProduct
{
    private const int MostScatterThreads = 64;

    /// <summary>destination = P[firstMajor.., firstMinor..] · source + beta · destination.</summary>
    /// <exception cref="OverflowException">There are too many groups of threads for a launch.</exception>
    /// <exception cref="NotSupportedException">The device has groups of fewer threads than 32.</exception>
    public static void Gather<T, TPattern>(
        DeviceStream queue, TPattern pattern, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, long firstMinor, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPattern : struct, ISparsePattern<T>
    {
        int threads = GroupLimits.Of(queue.Device).MostThreads(SparseKernels.MostGatherThreads, SparseKernels.GatherRun, "A product with a sparse matrix");
        int majors = destination.IsByColumns ? SparseKernels.GatherRun : threads / SparseKernels.GatherRun;
        int width = threads / majors;
        long groups = ((destination.Rows + majors - 1) / majors) * ((destination.Columns + width - 1) / width);
        queue.Device.LoadKernel<TPattern, StridedMatrix<T>, StridedMatrix<T>, long, long, T, SpecializedValue<bool>, SpecializedValue<int>>(SparseKernels.Gather)
            .Launch(
                queue,
                new KernelConfig(checked((int)groups), threads),
                pattern,
                source,
                destination,
                firstMajor,
                firstMinor,
                beta,
                SpecializedValue.New(destination.IsByColumns),
                SpecializedValue.New(threads));
    }

    /// <summary>destination = P[firstMajor.., firstMinor..]ᵀ · source + beta · destination.</summary>
    /// <exception cref="OverflowException">There are too many groups of threads for a launch.</exception>
    public static void Scatter<T, TPattern>(
        DeviceStream queue, TPattern pattern, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, long firstMinor, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPattern : struct, ISparsePattern<T>
    {
        Scale(queue, destination, beta);
        int groupThreads = GroupLimits.Of(queue.Device).MostThreads(MostScatterThreads);
        long threads = pattern.Parts * destination.Columns;
        queue.Device.LoadKernel<TPattern, StridedMatrix<T>, StridedMatrix<T>, long, long>(SparseKernels.Scatter)
            .Launch(
                queue, new KernelConfig(checked((int)((threads + groupThreads - 1) / groupThreads)), groupThreads), pattern, source, destination, firstMajor, firstMinor);
    }

    /// <summary>destination = beta · destination.</summary>
    public static void Scale<T>(DeviceStream queue, StridedMatrix<T> destination, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (beta != T.One)
        {
            queue.Device.LoadKernel<LongIndex1D, StridedMatrix<T>, T>(PlaneKernels.Scale)
                .Launch(queue, destination.Rows * destination.Columns, destination, beta);
        }
    }
}
