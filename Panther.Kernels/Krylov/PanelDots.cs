using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Krylov;

/// <summary>Scalar products of the columns of two panels, accumulated in double in an order that depends on the shape and on the threads that a group may have.</summary>
internal static class PanelDots
{
    private const int MaxChunks = 256;
    private const int RowsPerThread = 8;

    /// <summary>destination[j] = Σᵢ first[i, j] · second[i, j]. Enqueues and returns.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="first">The first panel, dense, by rows.</param>
    /// <param name="second">The second panel of the same shape; may be the first.</param>
    /// <param name="columns">The columns, at least 1.</param>
    /// <param name="destination">Receives a sum a column.</param>
    /// <exception cref="ArgumentException">The lengths do not go together.</exception>
    public static void Enqueue<T>(DeviceStream stream, ArrayView<T> first, ArrayView<T> second, int columns, ArrayView<double> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (first.Length != second.Length || first.Length % columns != 0 || destination.Length < columns)
        {
            throw new ArgumentException(
                $"Panels of {first.Length} and {second.Length} elements in {columns} columns do not go with {destination.Length} sums.");
        }

        long rows = first.Length / columns;
        int threads = GroupLimits.Of(stream.Device).MostThreads(PanelDotKernels.MostThreads);
        int width = (int)Math.Min(threads, BitOperations.RoundUpToPowerOf2((uint)columns));
        int chunkRows = threads / width * RowsPerThread;
        int chunks = (int)Math.Clamp((rows + chunkRows - 1) / chunkRows, 1, MaxChunks);
        int groups = (columns + width - 1) / width;
        var config = new KernelConfig(new Index2D(chunks, groups), new Index2D(threads, 1));
        Kernel<ArrayView<T>, ArrayView<T>, long, int, SpecializedValue<int>, ArrayView<double>, SpecializedValue<int>> accumulate =
            stream.Device.LoadKernel<ArrayView<T>, ArrayView<T>, long, int, SpecializedValue<int>, ArrayView<double>, SpecializedValue<int>>(PanelDotKernels.Accumulate);
        if (chunks == 1)
        {
            accumulate.Launch(stream, config, first, second, rows, columns, SpecializedValue.New(width), destination, SpecializedValue.New(threads));
            return;
        }

        using DeviceBuffer<double> partials = stream.Device.Allocate<double>((long)chunks * columns, stream);
        accumulate.Launch(stream, config, first, second, rows, columns, SpecializedValue.New(width), partials.View, SpecializedValue.New(threads));
        stream.Device.LoadKernel<LongIndex1D, ArrayView<double>, int, int, ArrayView<double>>(PanelDotKernels.Join)
            .Launch(stream, new LongIndex1D(columns), partials.View, chunks, columns, destination);
    }
}
