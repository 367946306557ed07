using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Dense;

/// <summary>
/// <see cref="GemmKernel"/> with a left factor that is drawn instead of read: the group's threads draw a panel of it into shared memory, block by block of the
/// generator, while the next panel of the right factor is on its way.
/// </summary>
internal static class DrawnProductKernel
{
    /// <summary>
    /// Writes alpha · S · right + beta · output, or with Sᵀ in the place of S. Launched with one group a tile in X and one a split of the depth in Y.
    /// </summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TDistribution">The distribution of the entries of S.</typeparam>
    /// <typeparam name="TTile">The tile's shape; its rows and depth are multiples of the distribution's block length.</typeparam>
    /// <typeparam name="TRight">How the right factor is read.</typeparam>
    /// <param name="g">The operands; the left one is not used.</param>
    /// <param name="stream">The seed and the stream of S.</param>
    /// <param name="firstColumn">The first column of S that takes part.</param>
    /// <param name="isTransposed">Whether Sᵀ is meant.</param>
    public static void Multiply<T, TDistribution, TTile, TRight>(
        GemmArguments<T> g, RandomStream stream, long firstColumn, SpecializedValue<bool> isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
        where TRight : struct, IPanelAccess
    {
        ArrayView<T> left = SharedMemory.Allocate<T>((TTile.ReadsAhead ? 2 : 1) * TTile.Depth * (TTile.Rows + GemmKernel.Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>((TTile.ReadsAhead ? 2 : 1) * TTile.Depth * (TTile.Columns + GemmKernel.Padding));
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];

        int tileColumns = (g.Columns + TTile.Columns - 1) / TTile.Columns;
        int tileRow = Grid.IdxX / tileColumns;
        int firstRow = tileRow * TTile.Rows;
        int firstProductColumn = (Grid.IdxX - (tileRow * tileColumns)) * TTile.Columns;
        int depth = Grid.IdxY * g.SplitDepth;
        int end = Math.Min(g.Depth, depth + g.SplitDepth);
        if (TTile.ReadsAhead)
        {
            var staged = new T[TTile.Depth * TTile.ThreadRows * TTile.ThreadColumns / TTile.Rows];
            if (depth < end)
            {
                GemmKernel.Fetch<T, TTile, TRight>(g.Right, g.RightStride, firstProductColumn, g.Columns, TTile.Columns, depth, end, false, staged);
            }

            for (int half = 0; depth < end; half ^= 1)
            {
                GemmKernel.Stash<T, TTile, TRight>(right, TTile.Columns, half, staged);
                Draw<T, TDistribution, TTile>(left, half, stream, firstColumn, firstRow, depth, isTransposed);
                depth += TTile.Depth;
                if (depth < end)
                {
                    GemmKernel.Fetch<T, TTile, TRight>(g.Right, g.RightStride, firstProductColumn, g.Columns, TTile.Columns, depth, end, false, staged);
                }

                Group.Barrier();
                GemmKernel.AddProducts<T, TTile>(left, right, half, sums);
            }
        }
        else
        {
            for (; depth < end; depth += TTile.Depth)
            {
                Draw<T, TDistribution, TTile>(left, 0, stream, firstColumn, firstRow, depth, isTransposed);
                GemmKernel.Copy<T, TTile, TRight>(g.Right, g.RightStride, firstProductColumn, g.Columns, TTile.Columns, depth, end, right);
                Group.Barrier();
                GemmKernel.AddProducts<T, TTile>(left, right, 0, sums);
                Group.Barrier();
            }
        }

        GemmKernel.Store<T, TTile, AcrossDepth1>(g, firstRow, firstProductColumn, sums);
    }

    /// <summary>Draws a panel. What lies beyond the edges is drawn too: it meets zeros of the right factor, or is never stored.</summary>
    private static void Draw<T, TDistribution, TTile>(
        ArrayView<T> panel, int half, RandomStream stream, long firstColumn, int firstRow, int depth, bool isTransposed)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
    {
        int pitch = TTile.Rows + GemmKernel.Padding;
        int threads = TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns);
        int passes = TTile.Rows * TTile.Depth / TDistribution.BlockLength / threads;
        for (int pass = 0; pass < passes; pass++)
        {
            Unroll.None();
            int index = Group.LinearIndex + (pass * threads);
            if (isTransposed)
            {
                int level = index / TTile.Rows;
                int line = index - (level * TTile.Rows);
                Draws<T> draws = TDistribution.Draw(Philox4x32.At(stream, (depth / TDistribution.BlockLength) + level, firstColumn + firstRow + line));
                int place = (((half * TTile.Depth) + (level * TDistribution.BlockLength)) * pitch) + line;
                panel[place] = draws.First;
                panel[place + pitch] = draws.Second;
                if (TDistribution.BlockLength > 2)
                {
                    panel[place + (2 * pitch)] = draws.Third;
                    panel[place + (3 * pitch)] = draws.Fourth;
                }
            }
            else
            {
                int blocks = TTile.Rows / TDistribution.BlockLength;
                int level = index / blocks;
                int line = index - (level * blocks);
                Draws<T> draws = TDistribution.Draw(Philox4x32.At(stream, (firstRow / TDistribution.BlockLength) + line, firstColumn + depth + level));
                int row = (half * TTile.Depth) + level;
                if (TDistribution.BlockLength > 2)
                {
                    panel.Cast<Quad<T>>()[(row * (pitch / 4)) + line] = new Quad<T>(draws.First, draws.Second, draws.Third, draws.Fourth);
                }
                else
                {
                    panel.Cast<Pair<T>>()[(row * (pitch / 2)) + line] = new Pair<T>(draws.First, draws.Second);
                }
            }
        }
    }
}
