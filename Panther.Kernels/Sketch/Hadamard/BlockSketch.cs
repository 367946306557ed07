using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>Launches <see cref="BlockSketchKernel"/>.</summary>
internal static class BlockSketch
{
    /// <summary>In shorter blocks, the rows of a thread are closer to each other than the signs of a word.</summary>
    private const int MinOrder = 9;

    private const int MaxOrder = BlockSketchKernel.MaxPartOrder + 1;
    private const int MaxThreadsPerMultiprocessor = 512;
    private const long MaxPlaneBytes = 1L << 28;

    /// <summary>Whether the kernel is made for whole blocks of a matrix on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="order">The logarithm of a block's rows.</param>
    /// <param name="source">The matrix.</param>
    public static bool Fits<T>(Device device, int order, StridedMatrix<T> source)
        where T : unmanaged
        => !device.IsProcessor && order is >= MinOrder and <= MaxOrder && SixteenBytes.Fits(source)
            && BlockSketchKernel.SharedBytes(order) <= device.MaxSharedBytesPerGroup && BlockSketchKernel.Threads(order) <= device.MaxThreadsPerGroup;

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
        int width = SixteenBytes.Length<T>() * BlockSketchKernel.Sides;
        int tiles = checked((int)((destination.Columns + width - 1) / width));
        int blocks = checked((int)(source.Rows >> order));

        // As many groups as run at the same time, where the columns alone give fewer.
        int perMultiprocessor = MaxThreadsPerMultiprocessor / BlockSketchKernel.Threads(order);
        long plane = destination.Rows * destination.Columns;
        long most = Math.Max(1, Math.Min(blocks, MaxPlaneBytes / (plane * Interop.SizeOf<T>())));
        int wanted = (int)Math.Clamp((long)queue.Device.MultiprocessorCount * perMultiprocessor / tiles, 1, most);
        int blocksEach = (blocks + wanted - 1) / wanted;
        int splits = (blocks + blocksEach - 1) / blocksEach;
        using DeviceBuffer<int> places = Places(queue, entries.Selected, 1L << order);
        using DeviceBuffer<uint> columnSigns = entries.ColumnSigns(queue, firstColumn, source.Rows);
        using DeviceBuffer<uint> rowSigns = entries.RowSigns(queue, firstColumn >> order, blocks, destination.Rows);
        using DeviceBuffer<T>? planes = splits == 1 ? null : queue.Device.Allocate<T>(checked(plane * splits), queue);
        var arguments = new BlockSketchArguments<T>
        {
            Source = source,
            Destination = planes is null ? destination : new(planes.View, destination.Rows, destination.Columns, destination.Columns, 1),
            Places = places.View,
            ColumnSigns = columnSigns.View,
            RowSigns = rowSigns.View,
            RowWords = SignWords.Words(destination.Rows),
            Plane = plane,
            Blocks = blocks,
            SplitBlocks = blocksEach,
            Weight = entries.Weight,
            Beta = planes is null ? beta : T.Zero,
        };
        queue.Device.LoadKernel<BlockSketchArguments<T>, SpecializedValue<int>, SpecializedValue<bool>>(
                BlockSketchKernel.Multiply, new JitOptions { MaxThreadsPerGroup = BlockSketchKernel.Threads(order) })
            .Launch(
                queue,
                new KernelConfig(new Index2D(tiles, splits), new Index2D(BlockSketchKernel.Threads(order), 1)),
                arguments,
                SpecializedValue.New(order),
                SpecializedValue.New(SixteenBytes.Fits(arguments.Destination)));
        if (planes is not null)
        {
            queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, int, StridedMatrix<T>, T>(PlaneKernels.Add)
                .Launch(queue, plane, planes.View, splits, destination, beta);
        }
    }

    /// <summary>The row of the sketch for each row of the transform; -1 for what is not selected.</summary>
    private static DeviceBuffer<int> Places(DeviceStream queue, ArrayView<int> selected, long length)
    {
        DeviceBuffer<int> places = queue.Device.Allocate<int>(length, queue);
        VectorOperations.Fill(queue, -1, places.View);
        queue.Device.LoadKernel<Index1D, ArrayView<int>, ArrayView<int>>(PermutationKernels.Invert)
            .Launch(queue, checked((int)selected.Length), selected, places.View);
        return places;
    }
}
