using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <content>Sums of tiles whose panels are cut into slices.</content>
internal static partial class GemmKernel
{
    /// <summary>The slice that the calling thread works on.</summary>
    private static int Slice<TTile>()
        where TTile : struct, IGemmTile
        => Group.LinearIndex / ThreadsOfSlice<TTile>();

    /// <summary>
    /// Adds the sums of all slices in rising order and writes them. They meet in the memory of the panels, those of the first half of the slices in the left one's; then each slice's threads
    /// finish a share of the sums.
    /// </summary>
    private static void StoreSlices<T, TTile, TOutput>(GemmArguments<T> g, ArrayView<T> left, ArrayView<T> right, int firstRow, int firstColumn, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TOutput : struct, IPanelAccess
    {
        int threads = ThreadsOfSlice<TTile>();
        int slice = Slice<TTile>();
        int thread = Group.LinearIndex % threads;
        int place = (slice % (TTile.Slices / 2) * sums.Length * threads) + thread;
        Group.Barrier();
        for (int i = 0; i < sums.Length; i++)
        {
            Unroll.Full();
            if (slice < TTile.Slices / 2)
            {
                left[place + (i * threads)] = sums[i];
            }
            else
            {
                right[place + (i * threads)] = sums[i];
            }
        }

        Group.Barrier();
        var share = new T[TTile.ThreadRows * TTile.ThreadColumns / TTile.Slices];
        int first = slice * share.Length;
        for (int i = 0; i < share.Length; i++)
        {
            Unroll.Full();
            for (int s = 0; s < TTile.Slices; s++)
            {
                Unroll.Full();
                int from = (((s % (TTile.Slices / 2) * sums.Length) + first + i) * threads) + thread;
                share[i] += s < TTile.Slices / 2 ? left[from] : right[from];
            }
        }

        int row = firstRow + Member(first / TTile.ThreadColumns, TTile.ThreadRow, TTile.RowRun, TTile.Rows / TTile.ThreadRows);
        if (row >= g.Rows)
        {
            return;
        }

        long line = (Grid.IdxY * g.OutputPlane) + (row * g.OutputStride);
        for (int i = 0; i < share.Length; i += TOutput.Width)
        {
            Unroll.Full();
            int column = firstColumn + Member((first + i) % TTile.ThreadColumns, TTile.ThreadColumn, TTile.ColumnRun, TTile.Columns / TTile.ThreadColumns);
            if (column < g.Columns)
            {
                Write<T, TOutput>(g, line, column, i, share);
            }
        }
    }

    /// <summary>Where in a tile one of a thread's rows or columns is.</summary>
    /// <param name="number">Its number among the thread's.</param>
    /// <param name="thread">The thread's place.</param>
    /// <param name="run">The neighbours in a run.</param>
    /// <param name="threads">The threads that share the extent.</param>
    private static int Member(int number, int thread, int run, int threads) => (number / run * run * threads) + (thread * run) + (number % run);
}
