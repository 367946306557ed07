using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Elementwise;

/// <summary>Enqueues the kernels on blocks of matrices.</summary>
internal static class Blocks
{
    private const int GroupSize = 128;
    private const int MaxGroups = 4096;

    /// <summary>Copies a block with conversion; see <see cref="BlockKernels.Convert"/>.</summary>
    public static void Convert<TSource, TDestination>(
        DeviceStream stream,
        ArrayView<TSource> source,
        long sourceStride,
        ArrayView<TDestination> destination,
        long destinationStride,
        long rows,
        int columns)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
        => stream.Device
            .LoadKernel<ArrayView<TSource>, long, ArrayView<TDestination>, long, long, int>(BlockKernels.Convert)
            .Launch(stream, Rows(rows), source, sourceStride, destination, destinationStride, rows, columns);

    /// <summary>Adds a constant to the diagonal of a square matrix, order×order, by rows.</summary>
    public static void AddToDiagonal<T>(DeviceStream stream, ArrayView<T> matrix, int order, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => stream.Device
            .LoadKernel<Index1D, ArrayView<T>, int, T>(BlockKernels.AddToDiagonal)
            .Launch(stream, order, matrix, order, value);

    /// <summary>Fills a dense rows×columns block with the leading part of the identity.</summary>
    public static void Identity<T>(DeviceStream stream, ArrayView<T> matrix, long rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        => stream.Device
            .LoadKernel<ArrayView<T>, long, int>(BlockKernels.Identity)
            .Launch(stream, Rows(rows), matrix, rows, columns);

    private static KernelConfig Rows(long rows) => new((int)Math.Min(rows, MaxGroups), GroupSize);
}
