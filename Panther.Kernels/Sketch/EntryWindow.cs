using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Sketch;

/// <summary>Launches <see cref="EntryKernels"/>.</summary>
internal static class EntryWindow
{
    /// <summary>destination = the entries from (firstRow, firstColumn) on.</summary>
    public static void Enqueue<T, TEntries>(DeviceStream queue, TEntries entries, StridedMatrix<T> destination, long firstRow, long firstColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEntries : struct, ISketchEntries<T>
        => queue.Device.LoadKernel<LongIndex1D, TEntries, StridedMatrix<T>, long, long>(EntryKernels.Window)
            .Launch(queue, destination.Rows * destination.Columns, entries, destination, firstRow, firstColumn);
}
