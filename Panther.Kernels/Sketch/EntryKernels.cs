using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch;

/// <summary>Writes a sketching matrix out, entry by entry.</summary>
internal static class EntryKernels
{
    /// <summary>destination[i, j] = entry (firstRow + i, firstColumn + j); one thread an element.</summary>
    public static void Window<T, TEntries>(LongIndex1D index, TEntries entries, StridedMatrix<T> destination, long firstRow, long firstColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEntries : struct, ISketchEntries<T>
    {
        long i = index.X / destination.Columns;
        long j = index.X - (i * destination.Columns);
        destination[i, j] = entries.Entry(firstRow + i, firstColumn + j);
    }
}
