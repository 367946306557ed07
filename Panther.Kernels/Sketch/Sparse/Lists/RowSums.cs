using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <summary>Enqueues products with the transpose of <see cref="PartitionedSigns{T}"/> by <see cref="RowListKernel"/> and <see cref="RowSumKernel"/>.</summary>
internal static class RowSums
{
    /// <summary>The lists of a tall matrix are made and used piece by piece.</summary>
    private const long MaxListBytes = 1L << 26;

    /// <summary>Narrower matrices leave most of a group's 128 bytes empty.</summary>
    private const int MinRowBytes = 64;

    /// <summary>The plan, or null where the sketch, the matrix or the device are not made for lists.</summary>
    public static RowSumPlan? Plan<T>(Device device, PartitionedSigns<T> signs, StridedMatrix<T> source, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => source.ColumnStride == 1 && source.Rows > 0 && source.Columns * Interop.SizeOf<T>() >= MinRowBytes && device.MaxThreadsPerGroup >= RowSumPlan.MaxRows
            ? RowSumPlan.For(
                destination.Rows,
                signs.Parts,
                source.Rows,
                source.Columns,
                Interop.SizeOf<T>(),
                device.MultiprocessorCount,
                device.MaxSharedBytesPerGroup)
            : null;

    /// <summary>destination = P[firstMajor..]ᵀ · source + beta · destination.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="plan">The plan for the whole of it.</param>
    /// <param name="signs">P, majors × rows of the destination; all entries weigh the same.</param>
    /// <param name="source">The source; row i goes with major firstMajor + i.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="firstMajor">The major of the source's first row.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    public static void Enqueue<T>(
        DeviceStream queue, RowSumPlan plan, PartitionedSigns<T> signs, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long listLength = (long)plan.TableLength * plan.RowBlocks;
        long step = Math.Max(1, MaxListBytes / (listLength * sizeof(ushort))) * plan.Chunk;
        using DeviceBuffer<ushort> lists = queue.Device.Allocate<ushort>(plan.Chunks(Math.Min(step, source.Rows)) * listLength, queue);
        using DeviceBuffer<int> lines = queue.Device.Allocate<int>(lists.Length / plan.TableLength, queue);
        using DeviceBuffer<T>? planes = plan.Splits == 1 ? null : queue.Device.Allocate<T>(checked(destination.Rows * destination.Columns * plan.Splits), queue);
        for (long first = 0; first < source.Rows; first += step)
        {
            StridedMatrix<T> piece = source with { Elements = source.Elements.SubView(first * source.RowStride), Rows = Math.Min(step, source.Rows - first) };
            Build(queue, plan, signs, firstMajor + first, piece.Rows, lists.View, lines.View);
            Sum(queue, plan, signs.Weight, piece, destination, lists.View, lines.View, planes, first == 0 ? beta : T.One);
            queue.Device.LoadKernel<ArrayView<ushort>, ArrayView<int>, PartitionedSigns<T>, StridedMatrix<T>, StridedMatrix<T>, long, RowSumPlan>(UnlistedRowKernel.Add)
                .Launch(
                    queue,
                    new KernelConfig(checked((int)destination.Rows), UnlistedRowKernel.Threads),
                    lists.View,
                    lines.View,
                    signs,
                    piece,
                    destination,
                    firstMajor + first,
                    plan);
        }
    }

    private static void Build<T>(DeviceStream queue, RowSumPlan plan, PartitionedSigns<T> signs, long firstMajor, long majors, ArrayView<ushort> lists, ArrayView<int> lines)
        where T : unmanaged, IFloatingPointIeee754<T>
        => queue.Device.LoadKernel<PartitionedSigns<T>, long, long, ArrayView<ushort>, ArrayView<int>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                RowListKernel.Build, new JitOptions { MaxThreadsPerGroup = RowListKernel.Threads })
            .Launch(
                queue,
                new KernelConfig(new Index2D(plan.Chunks(majors), plan.RowBlocks), new Index2D(RowListKernel.Threads, 1)),
                signs,
                firstMajor,
                majors,
                lists,
                lines,
                SpecializedValue.New(plan.Rows),
                SpecializedValue.New(plan.Chunk),
                SpecializedValue.New(plan.Capacity));

    private static void Sum<T>(
        DeviceStream queue,
        RowSumPlan plan,
        T weight,
        StridedMatrix<T> source,
        StridedMatrix<T> destination,
        ArrayView<ushort> lists,
        ArrayView<int> lines,
        DeviceBuffer<T>? planes,
        T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int chunks = plan.Chunks(source.Rows);
        int chunksEach = (chunks + plan.Splits - 1) / plan.Splits;
        int splits = (chunks + chunksEach - 1) / chunksEach;
        long plane = destination.Rows * destination.Columns;
        var arguments = new RowSumArguments<T>
        {
            Lists = lists,
            Lines = lines,
            Source = source,
            Destination = planes is null ? destination : new(planes.View, destination.Rows, destination.Columns, destination.Columns, 1),
            Plane = plane,
            RowBlocks = plan.RowBlocks,
            Chunks = chunks,
            SplitChunks = chunksEach,
            Weight = weight,
            Beta = planes is null ? beta : T.Zero,
        };
        int columns = RowSumKernel.RowBytes / Interop.SizeOf<T>();
        int groups = checked((int)((source.Columns + columns - 1) / columns * plan.RowBlocks));
        Launch(queue, plan, arguments, new KernelConfig(new Index2D(groups, splits), new Index2D(plan.Rows, 1)));
        if (planes is not null)
        {
            queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, int, StridedMatrix<T>, T>(PlaneKernels.Add)
                .Launch(queue, plane, planes.View, splits, destination, beta);
        }
    }

    private static void Launch<T>(DeviceStream queue, RowSumPlan plan, RowSumArguments<T> arguments, KernelConfig config)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device device = queue.Device;
        if (device.Supports(DeviceFeature.BulkCopy) && SixteenBytes.Fits(arguments.Source) && arguments.Source.Columns <= int.MaxValue)
        {
            StridedMatrix<T> source = arguments.Source;
            TensorMap map = device.DescribeTensor(
                source.Elements, new TensorTiling(source.Rows, source.Columns, source.RowStride, RowSumKernel.TileRows(plan.Chunk), RowSumKernel.RowBytes / Interop.SizeOf<T>()));
            using DeviceBuffer<TensorMap> maps = device.Allocate<TensorMap>([map], queue);
            device.LoadKernel<RowSumArguments<T>, ArrayView<TensorMap>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>>(
                    RowSumKernel.AddBulk, new JitOptions { MaxThreadsPerGroup = plan.Rows })
                .Launch(
                    queue,
                    config,
                    arguments,
                    maps.View,
                    SpecializedValue.New(plan.Rows),
                    SpecializedValue.New(plan.Chunk),
                    SpecializedValue.New(plan.Capacity));
        }
        else if (device.Supports(DeviceFeature.AsyncCopy))
        {
            Launch<T, CopyInBackground>(queue, plan, arguments, config);
        }
        else
        {
            Launch<T, CopyAtOnce>(queue, plan, arguments, config);
        }
    }

    private static void Launch<T, TCopy>(DeviceStream queue, RowSumPlan plan, RowSumArguments<T> arguments, KernelConfig config)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
        => queue.Device.LoadKernel<
                RowSumArguments<T>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<int>, SpecializedValue<bool>>(
                RowSumKernel.Add<T, TCopy>, new JitOptions { MaxThreadsPerGroup = plan.Rows })
            .Launch(
                queue,
                config,
                arguments,
                SpecializedValue.New(plan.Rows),
                SpecializedValue.New(plan.Chunk),
                SpecializedValue.New(plan.Capacity),
                SpecializedValue.New(SixteenBytes.Fits(arguments.Source)));
}
