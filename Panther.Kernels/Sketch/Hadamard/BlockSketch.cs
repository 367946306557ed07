using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>Launches <see cref="BlockSketchKernel"/>.</summary>
internal static class BlockSketch
{
    /// <summary>The logarithm of the rows of the shortest block that the kernel is made for.</summary>
    private const int MinOrder = BlockSketchKernel.HeldOrder + 3;

    private const int MaxOrder = BlockSketchKernel.MaxPartOrder + 1;

    /// <summary>The bytes of a row that a group takes at least.</summary>
    private const int MinRowBytes = 32;

    /// <summary>The bytes of a row that come into the cache when a group reads its own: those beside it are read by groups that run at the same time.</summary>
    private const int FetchedBytes = 128;

    /// <summary>The bytes that a group keeps in registers at most.</summary>
    private const int MaxHeldBytes = MinRowBytes << BlockSketchKernel.MaxPartOrder;

    private const long MaxPlaneBytes = 1L << 28;

    /// <summary>Whether the kernel is made for whole blocks of a matrix on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="source">The matrix.</param>
    public static bool Fits<T>(Device device, int order, StridedMatrix<T> source)
        where T : unmanaged
        => !device.IsProcessor && device.MaxThreadsPerGroup >= BlockSketchTables.SortThreads && order is >= MinOrder and <= MaxOrder && SixteenBytes.Fits(source) && Fits<T>(device, order, MinRowBytes / Interop.SizeOf<T>())
            && (Interop.SizeOf<T>() == 4 || device.Supports(DeviceFeature.Int64Atomics));

    /// <summary>destination = S[:, firstColumn..] · source + beta · destination.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="entries">S.</param>
    /// <param name="source">The source: one whole block or several.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="firstColumn">The column of S that goes with the source's first row, the first of a block.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    public static void Enqueue<T>(
        DeviceStream queue, HadamardEntries<T> entries, StridedMatrix<T> source, StridedMatrix<T> destination, long firstColumn, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int order = entries.BlockOrder;
        int columns = Columns<T>(queue.Device, order, source.Columns);
        int tiles = checked((int)((destination.Columns + columns - 1) / columns));
        int blocks = checked((int)(source.Rows >> order));

        // As many pieces of work as groups run at the same time, where the columns alone give fewer.
        int groups = Groups<T>(queue.Device, order, columns);
        long plane = destination.Rows * destination.Columns;
        long most = Math.Max(1, Math.Min(blocks, MaxPlaneBytes / (plane * Interop.SizeOf<T>())));
        int wanted = (int)Math.Clamp((long)groups / tiles, 1, most);
        int blocksEach = (blocks + wanted - 1) / wanted;
        int splits = (blocks + blocksEach - 1) / blocksEach;
        int units = checked(tiles * splits);
        using DeviceBuffer<int> starts = queue.Device.Allocate<int>(BlockSketchKernel.Halves(order) + 1, queue);
        using DeviceBuffer<int> table = queue.Device.Allocate<int>(checked(blocks * entries.Selected.Length), queue);
        using DeviceBuffer<uint> signs = queue.Device.Allocate<uint>(source.Rows / BlockSketchTables.Bits, queue);
        Write(queue, entries, firstColumn, starts, table, signs);
        using DeviceBuffer<T>? planes = splits == 1 && beta == T.Zero ? null : queue.Device.Allocate<T>(checked(plane * splits), queue);
        var arguments = new BlockSketchArguments<T>
        {
            Source = source,
            Destination = planes is null ? destination : new(planes.View, destination.Rows, destination.Columns, destination.Columns, 1),
            Starts = starts.View,
            Entries = table.View,
            Signs = signs.View,
            Plane = plane,
            Tiles = tiles,
            Units = units,
            Blocks = blocks,
            SplitBlocks = blocksEach,
            Weight = entries.Weight,
        };
        if (queue.Device.Supports(DeviceFeature.AsyncCopy))
        {
            Launch<T, CopyInBackground>(queue, arguments, order, columns, Math.Min(units, groups));
        }
        else
        {
            Launch<T, CopyAtOnce>(queue, arguments, order, columns, Math.Min(units, groups));
        }

        if (planes is not null)
        {
            queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, int, StridedMatrix<T>, T>(PlaneKernels.Add)
                .Launch(queue, plane, planes.View, splits, destination, beta);
        }
    }

    private static void Launch<T, TCopy>(DeviceStream queue, BlockSketchArguments<T> arguments, int order, int columns, int groups)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCopy : struct, IStagedCopy
    {
        int threads = BlockSketchKernel.Threads(order, columns);
        queue.Device.LoadKernel<BlockSketchArguments<T>, SpecializedValue<int>, SpecializedValue<int>>(
                BlockSketchKernel.Multiply<T, TCopy>, new JitOptions { MaxThreadsPerGroup = threads, CacheFetchBytes = FetchedBytes })
            .Launch(queue, new KernelConfig(groups, threads), arguments, SpecializedValue.New(order), SpecializedValue.New(columns));
    }

    /// <summary>The columns of a group: as many as its registers and shared memory have room for, but no more than there are.</summary>
    private static int Columns<T>(Device device, int order, long all)
        where T : unmanaged
    {
        int columns = MinRowBytes / Interop.SizeOf<T>();
        while (columns < all && BlockSketchKernel.Threads(order, 2 * columns) <= MaxHeldBytes / (Interop.SizeOf<T>() << BlockSketchKernel.HeldOrder) && Fits<T>(device, order, 2 * columns))
        {
            columns *= 2;
        }

        return columns;
    }

    /// <summary>The groups that run at the same time.</summary>
    private static int Groups<T>(Device device, int order, int columns)
        where T : unmanaged
    {
        int held = (BlockSketchKernel.Threads(order, columns) * Interop.SizeOf<T>()) << BlockSketchKernel.HeldOrder;
        int shared = BlockSketchKernel.SharedBytes(order, columns, Interop.SizeOf<T>());
        return device.MultiprocessorCount * Math.Min(MaxHeldBytes / held, device.MaxSharedBytesPerGroup / shared);
    }

    private static bool Fits<T>(Device device, int order, int columns)
        where T : unmanaged
        => BlockSketchKernel.SharedBytes(order, columns, Interop.SizeOf<T>()) <= device.MaxSharedBytesPerGroup
            && BlockSketchKernel.Threads(order, columns) <= device.MaxThreadsPerGroup;

    private static void Write<T>(
        DeviceStream queue, HadamardEntries<T> entries, long firstColumn, DeviceBuffer<int> starts, DeviceBuffer<int> table, DeviceBuffer<uint> signs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<int> rows = queue.Device.Allocate<int>(entries.Selected.Length, queue);
        queue.Device.LoadKernel<ArrayView<int>, int, ArrayView<int>, ArrayView<int>>(BlockSketchTables.Sort)
            .Launch(queue, new KernelConfig(1, BlockSketchTables.SortThreads), entries.Selected, entries.BlockOrder, rows.View, starts.View);
        queue.Device.LoadKernel<LongIndex1D, HadamardEntries<T>, long, ArrayView<int>, ArrayView<int>, ArrayView<uint>>(BlockSketchTables.Fill)
            .Launch(queue, table.Length + signs.Length, entries, firstColumn, rows.View, table.View, signs.View);
    }
}
