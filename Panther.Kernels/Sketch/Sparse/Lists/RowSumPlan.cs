using System.Numerics;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <summary>How <see cref="RowSumKernel"/> cuts up an application. It depends on the device, so that sums are the same in every run on it.</summary>
/// <param name="Rows">The sketch's rows of a group, and its threads.</param>
/// <param name="RowBlocks">The groups that share the sketch's rows.</param>
/// <param name="Chunk">The source's rows in a chunk.</param>
/// <param name="Capacity">The longest list of a chunk.</param>
/// <param name="Splits">The pieces, at most, that the source's rows are cut into; each gives a plane of partial sums.</param>
internal readonly record struct RowSumPlan(int Rows, int RowBlocks, int Chunk, int Capacity, int Splits)
{
    /// <summary>The most rows of the sketch in a group.</summary>
    public const int MaxRows = 1024;

    private const int MinRows = 64;
    private const int MaxChunk = 512;
    private const int MinChunk = 64;
    private const int MostListed = 15;
    private const int MaxThreadsPerMultiprocessor = 2048;
    private const int FewestChunks = 4;
    private const long MaxPlaneBytes = 1L << 28;

    /// <summary>The bytes of shared memory that a runtime may keep for itself.</summary>
    private const int ReservedBytes = 1024;

    /// <summary>Gets the elements of a table.</summary>
    public int TableLength => Rows * (Capacity + 1);

    /// <summary>Makes the plan; null where lists would be so short, or so long, that threads wait for each other most of the time.</summary>
    /// <param name="rows">The sketch's rows.</param>
    /// <param name="parts">The non-zeros of a column of the sketching matrix.</param>
    /// <param name="majors">The source's rows.</param>
    /// <param name="columns">The source's columns.</param>
    /// <param name="elementBytes">4 or 8.</param>
    /// <param name="multiprocessors">The multiprocessors of the device.</param>
    /// <param name="sharedBytes">The most shared memory of a group.</param>
    public static RowSumPlan? For(long rows, int parts, long majors, long columns, int elementBytes, int multiprocessors, int sharedBytes)
    {
        // Lists of two to four: the longest of some is then about twice as long, and one in 200,000 is longer than 15.
        long wanted = Math.Clamp(1L << BitOperations.Log2((ulong)Math.Max(1, 4 * rows / parts)), MinChunk, MaxChunk);
        double length = (double)wanted * parts / rows;
        if (length is < 0.4 or > 5)
        {
            return null;
        }

        int chunk = (int)wanted;
        int blockRows = (int)Math.Clamp((rows + 63) / 64 * 64, MinRows, MaxRows);
        if (RowSumKernel.SharedBytes(blockRows, chunk, MostListed) + ReservedBytes > sharedBytes)
        {
            return null;
        }

        int rowBlocks = checked((int)((rows + blockRows - 1) / blockRows));
        long tiles = (columns + (RowSumKernel.RowBytes / elementBytes) - 1) / (RowSumKernel.RowBytes / elementBytes) * rowBlocks;
        long chunks = Math.Max(1, (majors + chunk - 1) / chunk);
        int perMultiprocessor = Math.Max(
            1, Math.Min(MaxThreadsPerMultiprocessor / 2 / blockRows, sharedBytes / (RowSumKernel.SharedBytes(blockRows, chunk, MostListed) + ReservedBytes)));
        long planeBytes = Math.Max(1, rows * columns * elementBytes);
        long splits = Math.Clamp((long)multiprocessors * perMultiprocessor / tiles, 1, Math.Max(1, Math.Min(chunks / FewestChunks, MaxPlaneBytes / planeBytes)));
        return new RowSumPlan(blockRows, rowBlocks, chunk, MostListed, (int)splits);
    }

    /// <summary>The chunks of some rows of the source.</summary>
    public int Chunks(long majors) => checked((int)((majors + Chunk - 1) / Chunk));
}
