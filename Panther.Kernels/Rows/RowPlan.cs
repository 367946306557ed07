using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Rows;

/// <summary>How rows are dealt to groups: the threads of a row's team, the rows of a group, and what a thread holds of a row.</summary>
/// <param name="Threads">The threads of a team, a power of two.</param>
/// <param name="RowsPerGroup">The teams of a group.</param>
/// <param name="Runs">The runs of elements that a thread holds in registers; 0 where a row is read more than once instead.</param>
/// <param name="Width">The elements of a run.</param>
internal readonly record struct RowPlan(int Threads, int RowsPerGroup, int Runs, int Width)
{
    private const int AccessBytes = 16;
    private const int MaxRuns = 8;
    private const int GroupThreads = 256;
    private const int MaxThreads = 1024;

    /// <summary>The threads of a team where a device has no warps to speak of, and a team needs barriers.</summary>
    private const int UnwarpedThreads = 64;

    /// <summary>Gets a value indicating whether a row stays in registers.</summary>
    public bool IsInRegisters => Runs > 0;

    /// <summary>Returns the plan for rows of a matrix that are read and written.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <param name="device">The device. On processors a row is read again from the cache: their registers hold little, and their vectors are one warp.</param>
    /// <param name="source">What is read; has elements.</param>
    /// <param name="destination">What is written.</param>
    public static RowPlan For<T>(Device device, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        if (device.Kind != DeviceKind.Cuda)
        {
            return new RowPlan(device.WarpSize > 1 ? device.WarpSize : UnwarpedThreads, 1, 0, 1);
        }

        int width = WidthOf(source, destination);
        long runs = source.Columns / width;
        if (runs > MaxRuns * MaxThreads)
        {
            return new RowPlan(MaxThreads, 1, 0, 1);
        }

        // Up to four runs a thread, then wider teams, then more runs.
        int threads = (int)BitOperations.RoundUpToPowerOf2((ulong)((runs + 3) / 4));
        threads = Math.Clamp(threads, 1, runs > 4 * GroupThreads ? MaxThreads : GroupThreads);
        return new RowPlan(threads, Math.Max(1, GroupThreads / threads), (int)((runs + threads - 1) / threads), width);
    }

    /// <summary>Returns the launch shape for some rows.</summary>
    /// <param name="rows">The rows.</param>
    public KernelConfig Config(long rows) =>
        new(new Index2D(checked((int)((rows + RowsPerGroup - 1) / RowsPerGroup)), 1), new Index2D(Threads, RowsPerGroup));

    private static int WidthOf<T>(RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        int width = Math.Min(4, AccessBytes / Unsafe.SizeOf<T>());
        int bytes = width * Unsafe.SizeOf<T>();
        bool isAligned = source.Columns % width == 0 && source.LeadingDimension % width == 0 && destination.LeadingDimension % width == 0
            && source.Elements.IsAlignedTo(bytes) && destination.Elements.IsAlignedTo(bytes);
        return isAligned ? width : 1;
    }
}
