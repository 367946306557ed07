using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// Products of a matrix with so few vectors that reading the matrix is the work: each element is read once, by neighbouring threads, for all vectors.
/// </summary>
internal static class SlenderProductKernels
{
    /// <summary>The most vectors at a time.</summary>
    public const int MostVectors = 8;

    /// <summary>The threads of a group.</summary>
    public const int GroupSize = 128;

    /// <summary>The rows that a group of <see cref="AlongRows{T}"/> takes.</summary>
    public const int GroupRows = 2 * GroupSize;

    /// <summary>The rows that <see cref="AlongColumns{T}"/> takes at a time.</summary>
    public const int ChunkRows = 32;

    /// <summary>The columns that <see cref="AlongRows{T}"/> takes at a time.</summary>
    public const int ChunkColumns = 16;

    /// <summary>The most elements in a group's shared memory.</summary>
    public const int SharedElements = (GroupRows * TileStride) + (ChunkColumns * MostVectors);

    private const int RowsPerThread = GroupRows / GroupSize;

    // One element of padding keeps the elements of a column in different banks.
    private const int TileStride = ChunkColumns + 1;

    // The reads that a thread has under way.
    private const int Ahead = 8;

    /// <summary>
    /// images = alpha * matrix * vectors + beta * images of the columns of a split; X of the grid covers the rows of the matrix, <see cref="GroupRows"/> at a time, Y the
    /// splits.
    /// </summary>
    /// <param name="g">The operands.</param>
    public static void AlongRows<T>(SlenderArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> tile = SharedMemory.Allocate<T>(GroupRows * TileStride);
        ArrayView<T> vectors = SharedMemory.Allocate<T>(ChunkColumns * MostVectors);
        var sums = new T[RowsPerThread * MostVectors];
        var staged = new T[Ahead];
        int thread = Group.IdxX;
        int column = thread % ChunkColumns;
        int firstRow = Grid.IdxX * GroupRows;
        int start = Grid.IdxY * g.SplitDepth;
        int end = Math.Min(g.Columns, start + g.SplitDepth);
        for (int first = start; first < end; first += ChunkColumns)
        {
            Unroll.None();
            int last = Math.Min(first + column, g.Columns - 1);
            for (int pass = 0; pass < GroupRows * ChunkColumns / GroupSize; pass += Ahead)
            {
                Unroll.None();
                for (int q = 0; q < Ahead; q++)
                {
                    Unroll.Full();
                    int row = Math.Min(firstRow + (((pass + q) * GroupSize) + thread) / ChunkColumns, g.Rows - 1);
                    staged[q] = g.Matrix[(row * g.MatrixStride) + last];
                }

                for (int q = 0; q < Ahead; q++)
                {
                    Unroll.Full();
                    tile[(((((pass + q) * GroupSize) + thread) / ChunkColumns) * TileStride) + column] = staged[q];
                }
            }

            int level = first + (thread / MostVectors);
            int vector = thread % MostVectors;
            vectors[thread] = level < end && vector < g.Count ? g.Vectors[(level * g.VectorRow) + (vector * g.VectorColumn)] : T.Zero;
            Group.Barrier();
            for (int j = 0; j < ChunkColumns; j++)
            {
                Unroll.Full();
                for (int r = 0; r < RowsPerThread; r++)
                {
                    Unroll.Full();
                    T value = tile[(((r * GroupSize) + thread) * TileStride) + j];
                    for (int v = 0; v < MostVectors; v++)
                    {
                        Unroll.Full();
                        sums[(r * MostVectors) + v] = T.FusedMultiplyAdd(value, vectors[(j * MostVectors) + v], sums[(r * MostVectors) + v]);
                    }
                }
            }

            Group.Barrier();
        }

        for (int r = 0; r < RowsPerThread; r++)
        {
            Unroll.Full();
            int row = firstRow + (r * GroupSize) + thread;
            for (int v = 0; v < MostVectors; v++)
            {
                Unroll.Full();
                if (row < g.Rows && v < g.Count)
                {
                    Write(g, (Grid.IdxY * g.ImagePlane) + (row * g.ImageRow) + (v * g.ImageColumn), sums[(r * MostVectors) + v]);
                }
            }
        }
    }

    /// <summary>
    /// images = alpha * matrixᵀ * vectors + beta * images of the rows of a split; X of the grid covers the columns of the matrix, Y the splits.
    /// </summary>
    /// <param name="g">The operands.</param>
    public static void AlongColumns<T>(SlenderArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> vectors = SharedMemory.Allocate<T>(ChunkRows * MostVectors);
        var sums = new T[MostVectors];
        var staged = new T[Ahead];
        int thread = Group.IdxX;
        int column = (Grid.IdxX * GroupSize) + thread;
        int place = Math.Min(column, g.Columns - 1);
        int start = Grid.IdxY * g.SplitDepth;
        int end = Math.Min(g.Rows, start + g.SplitDepth);
        for (int first = start; first < end; first += ChunkRows)
        {
            Unroll.None();
            for (int e = thread; e < ChunkRows * MostVectors; e += GroupSize)
            {
                int level = first + (e / MostVectors);
                int vector = e % MostVectors;
                vectors[e] = level < end && vector < g.Count ? g.Vectors[(level * g.VectorRow) + (vector * g.VectorColumn)] : T.Zero;
            }

            Group.Barrier();
            for (int pass = 0; pass < ChunkRows; pass += Ahead)
            {
                Unroll.None();
                for (int q = 0; q < Ahead; q++)
                {
                    Unroll.Full();
                    staged[q] = g.Matrix[(Math.Min(first + pass + q, g.Rows - 1) * g.MatrixStride) + place];
                }

                for (int q = 0; q < Ahead; q++)
                {
                    Unroll.Full();
                    for (int v = 0; v < MostVectors; v++)
                    {
                        Unroll.Full();
                        sums[v] = T.FusedMultiplyAdd(staged[q], vectors[((pass + q) * MostVectors) + v], sums[v]);
                    }
                }
            }

            Group.Barrier();
        }

        for (int v = 0; v < MostVectors; v++)
        {
            Unroll.Full();
            if (column < g.Columns && v < g.Count)
            {
                Write(g, (Grid.IdxY * g.ImagePlane) + (column * g.ImageRow) + (v * g.ImageColumn), sums[v]);
            }
        }
    }

    private static void Write<T>(SlenderArguments<T> g, long place, T sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T value = g.Alpha * sum;
        g.Images[place] = g.Beta == T.Zero ? value : T.FusedMultiplyAdd(g.Beta, g.Images[place], value);
    }
}
