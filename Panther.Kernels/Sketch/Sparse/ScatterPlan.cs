using System.Numerics;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>How <see cref="PartitionedScatterKernel"/> cuts up an application. It depends on the device, so that sums are the same in every run on it.</summary>
/// <param name="Columns">The columns of a group.</param>
/// <param name="Parts">The parts of a group, 1, 2 or 4.</param>
/// <param name="Depth">The rows of a part that a group has sums for.</param>
/// <param name="Slices">The slices of that depth that a part is cut into.</param>
/// <param name="Splits">The pieces that the source's rows are cut into; each gives a plane of partial sums.</param>
/// <param name="SplitMajors">The source's rows in a piece.</param>
internal readonly record struct ScatterPlan(int Columns, int Parts, int Depth, int Slices, int Splits, long SplitMajors)
{
    private const int MaxColumns = 32;
    private const int MinColumns = 8;
    private const int MaxDepth = 4096;

    /// <summary>The groups that a multiprocessor should hold, so that one adds while another waits.</summary>
    private const int GroupsPerMultiprocessor = 3;

    private const int FewestPanels = 4;
    private const long MaxPlaneBytes = 1L << 28;

    /// <summary>The bytes of shared memory that an OpenCL or CUDA runtime may keep for itself.</summary>
    private const int ReservedBytes = 1024;

    /// <summary>Makes the plan: as many columns as let all sums of a part stay in shared memory three groups at a time, slices where not even few columns do.</summary>
    /// <param name="signs">The pattern.</param>
    /// <param name="majors">The source's rows.</param>
    /// <param name="columns">The source's columns.</param>
    /// <param name="elementBytes">4 or 8.</param>
    /// <param name="multiprocessors">The multiprocessors of the device.</param>
    /// <param name="limits">What a group may have.</param>
    public static ScatterPlan For<T>(PartitionedSigns<T> signs, long majors, long columns, int elementBytes, int multiprocessors, GroupLimits limits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int parts = limits.MostThreads(signs.Parts > 2 ? 4 : signs.Parts);
        int extent = signs.Extent(0);
        int full = Math.Min(Rounded(extent), MaxDepth);
        int budget = (limits.SharedBytes / GroupsPerMultiprocessor) - ReservedBytes;
        int width = (int)Math.Min(MaxColumns, (long)BitOperations.RoundUpToPowerOf2((ulong)columns));
        int narrowest = Math.Min(width, MinColumns);
        while (width * parts > limits.Threads || (width > narrowest && Bytes(width, parts, full, elementBytes) > budget))
        {
            width /= 2;
        }

        int depth = full;
        while (depth > 1 && Bytes(width, parts, depth, elementBytes) > budget)
        {
            depth = (depth + 1) / 2;
        }

        int slices = (extent + depth - 1) / depth;
        long groups = ((columns + width - 1) / width) * ((signs.Parts + parts - 1) / parts) * slices;
        long panels = (majors + PartitionedScatterKernel.PanelRows(parts) - 1) / PartitionedScatterKernel.PanelRows(parts);
        long planeBytes = Math.Max(1, (signs.Start(signs.Parts - 1) + signs.Extent(signs.Parts - 1)) * columns * elementBytes);
        long wanted = (((long)multiprocessors * GroupsPerMultiprocessor) + groups - 1) / groups;
        long splits = Math.Clamp(wanted, 1, Math.Max(1, Math.Min(panels / FewestPanels, MaxPlaneBytes / planeBytes)));
        long panelsEach = Math.Max(1, (panels + splits - 1) / splits);
        splits = Math.Max(1, (panels + panelsEach - 1) / panelsEach);
        return new(width, parts, depth, slices, (int)splits, panelsEach * PartitionedScatterKernel.PanelRows(parts));
    }

    /// <summary>The depth is a constant of the compiled kernel: four sizes to each power of two keep their number small.</summary>
    private static int Rounded(int extent)
    {
        int step = Math.Max(8, (int)(BitOperations.RoundUpToPowerOf2((uint)extent) / 8));
        return (extent + step - 1) / step * step;
    }

    private static long Bytes(int columns, int parts, int depth, int elementBytes)
    {
        int rows = PartitionedScatterKernel.PanelRows(parts);
        return ((((long)depth + 1) * columns * parts) + (rows * (columns + 1L))) * elementBytes + (rows * parts * sizeof(int));
    }
}
