using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;

namespace Panther.Kernels.SketchFactors;

/// <summary>
/// Products with a <see cref="SketchFactor{T}"/>, by the panels of <see cref="GemmKernel"/>. The panel of the factor is read where it is trained; where it is signs, it is made of bits that the group has drawn into shared
/// memory, a block of the generator a thread, so that drawing costs next to nothing.
/// </summary>
internal static partial class SketchFactorKernels
{
    /// <summary>
    /// output = left · F of a split of the places. A tile's left half are trained columns, its right half the columns of signs of the same ranks: its threads' first runs are trained, their second ones signs. Launched with one
    /// group a tile in X and one a split in Y.
    /// </summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TTile">The tile; it reads ahead, and a thread has two runs of four columns.</typeparam>
    /// <typeparam name="TAccess">Single elements; or four, where all strides and starts are multiples of that, and no panel reaches beyond the depth's end.</typeparam>
    /// <param name="g">The operands.</param>
    /// <param name="isTransposed">Whether the trained half is stored R×D.</param>
    public static void Multiply<T, TTile, TAccess>(SketchFactorArguments<T> g, SpecializedValue<bool> isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        ArrayView<T> left = SharedMemory.Allocate<T>(2 * TTile.Depth * (TTile.Rows + GemmKernel.Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>(2 * TTile.Depth * (TTile.Columns + GemmKernel.Padding));
        ArrayView<uint> bits = SharedMemory.Allocate<uint>(SignBits.Words * GemmKernel.Threads<TTile>());
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];
        var leftStaged = new T[TTile.Depth * TTile.ThreadRows * TTile.ThreadColumns / TTile.Columns];
        var rightStaged = new T[TTile.Depth * TTile.Columns / 2 / GemmKernel.Threads<TTile>()];

        int tileRows = (g.Rows + TTile.Rows - 1) / TTile.Rows;
        int tileColumn = Grid.IdxX / tileRows;
        int firstRow = (Grid.IdxX - (tileColumn * tileRows)) * TTile.Rows;
        int firstRank = tileColumn * (TTile.Columns / 2);
        int place = Grid.IdxY * g.SplitDepth;
        int end = Math.Min(g.Places, place + g.SplitDepth);
        GemmKernel.Fetch<T, TTile, TAccess>(g.Left, g.LeftStride, firstRow, g.Rows, TTile.Rows, place, end, TAccess.Width == 4, leftStaged);
        FetchPlaces<T, TTile>(g, isTransposed, firstRank, place, end, TAccess.Width == 4, rightStaged);
        var stream = new RandomStream(SignBits.Key(g.Key), g.Number);
        int rankBlocks = TTile.Columns / 2 / SignBits.Ranks;
        int reach = GemmKernel.Threads<TTile>() / rankBlocks * SignBits.Places;
        int drawn = place;
        for (int half = 0; place < end; half ^= 1)
        {
            if (place == drawn)
            {
                // The bits of before were read in front of the last barrier.
                Draw(bits, stream, (place / SignBits.Places) + (Group.LinearIndex / rankBlocks), (firstRank / SignBits.Ranks) + (Group.LinearIndex % rankBlocks));
                drawn += reach;
                Group.Barrier();
            }

            GemmKernel.Stash<T, TTile, TAccess>(left, TTile.Rows, half, leftStaged);
            StashPlaces<T, TTile>(right, half, bits, place - (drawn - reach), isTransposed, g.Scale, rightStaged);
            place += TTile.Depth;
            if (place < end)
            {
                GemmKernel.Fetch<T, TTile, TAccess>(g.Left, g.LeftStride, firstRow, g.Rows, TTile.Rows, place, end, TAccess.Width == 4, leftStaged);
                FetchPlaces<T, TTile>(g, isTransposed, firstRank, place, end, TAccess.Width == 4, rightStaged);
            }

            Group.Barrier();
            GemmKernel.AddProducts<T, TTile>(left, right, half, sums);
        }

        long plane = Grid.IdxY * ((long)g.Rows * (2 * g.Rank));
        int rank = firstRank + (TTile.ThreadColumn * TTile.ColumnRun);
        for (int i = 0; i < TTile.ThreadRows; i++)
        {
            Unroll.Full();
            int row = firstRow + Row<TTile>(i);
            if (row < g.Rows)
            {
                long line = plane + (row * (2L * g.Rank));
                Write<T, TTile, TAccess>(g.Output, line + g.TrainedStart + rank, g.Rank - rank, sums, i * TTile.ThreadColumns);
                Write<T, TTile, TAccess>(g.Output, line + g.SignStart + rank, g.Rank - rank, sums, (i * TTile.ThreadColumns) + TTile.ColumnRun);
            }
        }
    }

    /// <summary>output = left · Fᵀ + bias: first the products with the trained half, then those with the signs. Launched with one group a tile in X.</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void MultiplyTransposed<T, TTile, TAccess>(SketchFactorArguments<T> g, SpecializedValue<bool> isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        ArrayView<T> left = SharedMemory.Allocate<T>(2 * TTile.Depth * (TTile.Rows + GemmKernel.Padding));
        ArrayView<T> right = SharedMemory.Allocate<T>(2 * TTile.Depth * (TTile.Columns + GemmKernel.Padding));
        ArrayView<uint> bits = SharedMemory.Allocate<uint>(SignBits.Words * GemmKernel.Threads<TTile>());
        var sums = new T[TTile.ThreadRows * TTile.ThreadColumns];
        var leftStaged = new T[TTile.Depth * TTile.ThreadRows * TTile.ThreadColumns / TTile.Columns];
        var rightStaged = new T[TTile.Depth * TTile.Columns / GemmKernel.Threads<TTile>()];

        int tileRows = (g.Rows + TTile.Rows - 1) / TTile.Rows;
        int tileColumn = Grid.IdxX / tileRows;
        int firstRow = (Grid.IdxX - (tileColumn * tileRows)) * TTile.Rows;
        int firstPlace = tileColumn * TTile.Columns;
        var stream = new RandomStream(SignBits.Key(g.Key), g.Number);
        int placeBlocks = TTile.Columns / SignBits.Places;
        int reach = GemmKernel.Threads<TTile>() / placeBlocks * SignBits.Ranks;
        int drawn = 0;
        int steps = (g.Rank + TTile.Depth - 1) / TTile.Depth;
        GemmKernel.Fetch<T, TTile, TAccess>(g.Left.SubView(g.TrainedStart), g.LeftStride, firstRow, g.Rows, TTile.Rows, 0, g.Rank, TAccess.Width == 4, leftStaged);
        FetchRanks<T, TTile>(g, isTransposed, firstPlace, 0, TAccess.Width == 4, rightStaged);
        int half = 0;
        for (int step = 0; step < 2 * steps; half ^= 1)
        {
            bool isSign = step >= steps;
            int rank = (isSign ? step - steps : step) * TTile.Depth;
            if (isSign && rank == drawn)
            {
                Draw(bits, stream, (firstPlace / SignBits.Places) + (Group.LinearIndex % placeBlocks), (rank / SignBits.Ranks) + (Group.LinearIndex / placeBlocks));
                drawn += reach;
                Group.Barrier();
            }

            GemmKernel.Stash<T, TTile, TAccess>(left, TTile.Rows, half, leftStaged);
            if (isSign)
            {
                StashSignRanks<T, TTile>(right, half, bits, rank - (drawn - reach), g.Scale);
            }
            else
            {
                StashRanks<T, TTile>(right, half, isTransposed, rightStaged);
            }

            step++;
            if (step < 2 * steps)
            {
                bool isNextSign = step >= steps;
                int next = (isNextSign ? step - steps : step) * TTile.Depth;
                int start = isNextSign ? g.SignStart : g.TrainedStart;
                GemmKernel.Fetch<T, TTile, TAccess>(g.Left.SubView(start), g.LeftStride, firstRow, g.Rows, TTile.Rows, next, g.Rank, TAccess.Width == 4, leftStaged);
                if (!isNextSign)
                {
                    FetchRanks<T, TTile>(g, isTransposed, firstPlace, next, TAccess.Width == 4, rightStaged);
                }
            }

            Group.Barrier();
            GemmKernel.AddProducts<T, TTile>(left, right, half, sums);
        }

        for (int j = 0; j < TTile.ThreadColumns; j += TTile.ColumnRun)
        {
            Unroll.Full();
            int place = firstPlace + (TTile.ThreadColumn * TTile.ColumnRun) + (j / TTile.ColumnRun * (TTile.ColumnRun * (TTile.Columns / TTile.ThreadColumns)));
            AddBias<T, TTile>(g, place, sums, j);
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                Unroll.Full();
                int row = firstRow + Row<TTile>(i);
                if (row < g.Rows)
                {
                    Write<T, TTile, TAccess>(g.Output, ((long)row * g.Places) + place, g.Places - place, sums, (i * TTile.ThreadColumns) + j);
                }
            }
        }
    }

    /// <summary>The row within the tile of a thread's row.</summary>
    private static int Row<TTile>(int i)
        where TTile : struct, IGemmTile
        => (TTile.ThreadRow * TTile.RowRun) + (i / TTile.RowRun * (TTile.RowRun * (TTile.Rows / TTile.ThreadRows))) + (i % TTile.RowRun);

    private static void AddBias<T, TTile>(SketchFactorArguments<T> g, int place, T[] sums, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        if (g.Bias.Length == 0)
        {
            return;
        }

        for (int j = 0; j < TTile.ColumnRun; j++)
        {
            Unroll.Full();
            T bias = g.Bias[Math.Min(place + j, g.Places - 1)];
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                Unroll.Full();
                sums[(i * TTile.ThreadColumns) + column + j] += bias;
            }
        }
    }

    /// <summary>Writes a run of four sums, as far as there is room.</summary>
    private static void Write<T, TTile, TAccess>(ArrayView<T> output, long index, int room, T[] sums, int sum)
        where T : unmanaged
        where TTile : struct, IGemmTile
        where TAccess : struct, IPanelAccess
    {
        if (TAccess.Width == 4)
        {
            if (room > 0)
            {
                output.Cast<Quad<T>>()[index >> 2] = new Quad<T>(sums[sum], sums[sum + 1], sums[sum + 2], sums[sum + 3]);
            }

            return;
        }

        for (int j = 0; j < TTile.ColumnRun; j++)
        {
            Unroll.Full();
            if (j < room)
            {
                output[index + j] = sums[sum + j];
            }
        }
    }
}
