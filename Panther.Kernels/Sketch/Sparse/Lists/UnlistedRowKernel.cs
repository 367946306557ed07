using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <summary>Adds what was too much for a list of <see cref="RowListKernel"/>: rare, but it happens.</summary>
internal static class UnlistedRowKernel
{
    /// <summary>The threads of a group.</summary>
    public const int Threads = 256;

    private const int MaxChunk = 1024;

    /// <summary>
    /// Row Grid.IdxX of the destination += the rows of the source that belong to its lists that are too long. The group looks at the heads of as many lists at a time as it
    /// has threads.
    /// </summary>
    /// <param name="lists">The tables.</param>
    /// <param name="lines">The lines of each table that are in use, negative for a table with lists that are too long.</param>
    /// <param name="signs">The pattern.</param>
    /// <param name="source">The source.</param>
    /// <param name="destination">The sketch.</param>
    /// <param name="firstMajor">The major of the source's first row.</param>
    /// <param name="plan">How the tables are cut.</param>
    public static void Add<T>(
        ArrayView<ushort> lists,
        ArrayView<int> lines,
        PartitionedSigns<T> signs,
        StridedMatrix<T> source,
        StridedMatrix<T> destination,
        long firstMajor,
        RowSumPlan plan)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<int> isTooLong = SharedMemory.Allocate<int>(Threads);
        ArrayView<int> count = SharedMemory.Allocate<int>(1);
        ArrayView<int> codes = SharedMemory.Allocate<int>(MaxChunk);
        int row = Grid.IdxX;
        int block = row / plan.Rows;
        int part = signs.PartOf(row);
        int chunks = (int)((source.Rows + plan.Chunk - 1) / plan.Chunk);
        for (int first = 0; first < chunks; first += Threads)
        {
            int own = first + Group.IdxX;
            isTooLong[Group.IdxX] = 0;
            if (Group.IdxX == 0)
            {
                count[0] = 0;
            }

            Group.Barrier();
            long table = ((long)own * plan.RowBlocks) + block;
            if (own < chunks && lines[table] < 0 && lists[(table * plan.TableLength) + row - (block * plan.Rows)] == RowListKernel.TooLong)
            {
                isTooLong[Group.IdxX] = 1;
                Atomic.Add(ref count[0], 1);
            }

            Group.Barrier();
            if (count[0] > 0)
            {
                for (int i = 0; i < Threads; i++)
                {
                    if (isTooLong[i] != 0)
                    {
                        AddChunk(signs, source, destination, firstMajor, (long)(first + i) * plan.Chunk, plan.Chunk, row, part, codes);
                    }
                }
            }

            Group.Barrier();
        }
    }

    private static void AddChunk<T>(
        PartitionedSigns<T> signs, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, long first, int chunk, int row, int part, ArrayView<int> codes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = (int)Math.Min(chunk, source.Rows - first);
        for (int i = Group.IdxX; i < rows; i += Threads)
        {
            long code = signs.Code(firstMajor + first + i, part);
            codes[i] = signs.Start(part) + (code >> 1) != row ? 0 : (code & 1) == 0 ? 1 : -1;
        }

        Group.Barrier();
        for (long column = Group.IdxX; column < source.Columns; column += Threads)
        {
            T sum = T.Zero;
            for (int i = 0; i < rows; i++)
            {
                if (codes[i] != 0)
                {
                    sum += codes[i] > 0 ? source[first + i, column] : -source[first + i, column];
                }
            }

            ref T place = ref destination[row, column];
            place = T.FusedMultiplyAdd(signs.Weight, sum, place);
        }

        Group.Barrier();
    }
}
