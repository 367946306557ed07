using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;

namespace Panther.Kernels.SketchFactors;

/// <content>
/// The panels of the factor. Neighbouring threads take neighbours of what is stored; signs are taken along the panel's rows.
/// </content>
internal static partial class SketchFactorKernels
{
    /// <summary>The calling thread's block of signs into its place.</summary>
    private static void Draw(ArrayView<uint> bits, RandomStream stream, int placeBlock, int rankBlock)
    {
        PhiloxBlock block = SignBits.Block(stream, placeBlock, rankBlock);
        int first = SignBits.Words * Group.LinearIndex;
        bits[first] = block.X;
        bits[first + 1] = block.Y;
        bits[first + 2] = block.Z;
        bits[first + 3] = block.W;
    }

    /// <summary>Reads trained elements of a panel whose depth are places; zeros stand beyond the end.</summary>
    private static void FetchPlaces<T, TTile>(SketchFactorArguments<T> g, bool isTransposed, int firstRank, int place, int end, bool isWhole, T[] staged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        for (int i = 0; i < staged.Length; i++)
        {
            Unroll.Full();
            (int level, int column) = At<TTile>(i, TTile.Columns / 2, isTransposed);
            int rank = Math.Min(firstRank + column, g.Rank - 1);
            staged[i] = isWhole || place + level < end ? g.Trained[Place(g, isTransposed, place + level, rank)] : T.Zero;
        }
    }

    /// <summary>Writes a panel whose depth are places: trained elements into its left half, and signs into its right one.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="half">Which half of its memory.</param>
    /// <param name="bits">The signs that are drawn.</param>
    /// <param name="firstPlace">The panel's first place among those, a multiple of a block's, so that the bit that a thread looks at is always the same.</param>
    /// <param name="isTransposed">Whether the trained half is stored R×D.</param>
    /// <param name="scale">The magnitude of the signs.</param>
    /// <param name="staged">What <see cref="FetchPlaces"/> has read.</param>
    private static void StashPlaces<T, TTile>(ArrayView<T> panel, int half, ArrayView<uint> bits, int firstPlace, bool isTransposed, T scale, T[] staged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        int pitch = TTile.Columns + GemmKernel.Padding;
        int rankBlocks = TTile.Columns / 2 / SignBits.Ranks;
        int firstBlock = (int)((uint)firstPlace / SignBits.Places) * rankBlocks;
        for (int i = 0; i < staged.Length; i++)
        {
            Unroll.Full();
            (int level, int column) = At<TTile>(i, TTile.Columns / 2, isTransposed);
            panel[(((half * TTile.Depth) + level) * pitch) + column] = staged[i];
            (level, column) = At<TTile>(i, TTile.Columns / 2, false);
            int block = (level / SignBits.Places * rankBlocks) + (column / SignBits.Ranks);
            uint word = bits[(SignBits.Words * firstBlock) + ((SignBits.Words * block) + SignBits.Word(level))];
            panel[(((half * TTile.Depth) + level) * pitch) + ((TTile.Columns / 2) + column)] = SignBits.Sign(word, level, column, scale);
        }
    }

    /// <summary>Reads trained elements of a panel whose depth are ranks; zeros stand beyond the last.</summary>
    private static void FetchRanks<T, TTile>(SketchFactorArguments<T> g, bool isTransposed, int firstPlace, int rank, bool isWhole, T[] staged)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        for (int i = 0; i < staged.Length; i++)
        {
            Unroll.Full();
            (int level, int column) = At<TTile>(i, TTile.Columns, !isTransposed);
            int place = Math.Min(firstPlace + column, g.Places - 1);
            staged[i] = isWhole || rank + level < g.Rank ? g.Trained[Place(g, isTransposed, place, rank + level)] : T.Zero;
        }
    }

    /// <summary>Writes what <see cref="FetchRanks"/> has read.</summary>
    private static void StashRanks<T, TTile>(ArrayView<T> panel, int half, bool isTransposed, T[] staged)
        where T : unmanaged
        where TTile : struct, IGemmTile
    {
        for (int i = 0; i < staged.Length; i++)
        {
            Unroll.Full();
            (int level, int column) = At<TTile>(i, TTile.Columns, !isTransposed);
            panel[(((half * TTile.Depth) + level) * (TTile.Columns + GemmKernel.Padding)) + column] = staged[i];
        }
    }

    /// <summary>Writes signs into a panel whose depth are ranks, all of one block of ranks.</summary>
    private static void StashSignRanks<T, TTile>(ArrayView<T> panel, int half, ArrayView<uint> bits, int firstRank, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
    {
        int placeBlocks = TTile.Columns / SignBits.Places;
        int firstBlock = (int)((uint)firstRank / SignBits.Ranks) * placeBlocks;
        int firstBit = firstRank & (SignBits.Ranks - 1);
        for (int i = 0; i < TTile.Depth * TTile.Columns / GemmKernel.Threads<TTile>(); i++)
        {
            Unroll.Full();
            (int level, int column) = At<TTile>(i, TTile.Columns, false);
            uint word = bits[(SignBits.Words * firstBlock) + ((SignBits.Words * (column / SignBits.Places)) + SignBits.Word(column))] >> firstBit;
            panel[(((half * TTile.Depth) + level) * (TTile.Columns + GemmKernel.Padding)) + column] = SignBits.Sign(word, column, level, scale);
        }
    }

    /// <summary>Where an element of the trained half is stored.</summary>
    private static long Place<T>(SketchFactorArguments<T> g, bool isTransposed, int place, int rank)
        where T : unmanaged
        => isTransposed ? (rank * g.TrainedStride) + place : (place * g.TrainedStride) + rank;

    /// <summary>The depth and column of a thread's element of a panel, with neighbouring threads along the depth or across it.</summary>
    private static (int Level, int Column) At<TTile>(int pass, int columns, bool isAlongDepth)
        where TTile : struct, IGemmTile
    {
        int index = (pass * GemmKernel.Threads<TTile>()) + Group.LinearIndex;
        return isAlongDepth
            ? ((int)((uint)index % (uint)TTile.Depth), (int)((uint)index / (uint)TTile.Depth))
            : ((int)((uint)index / (uint)columns), (int)((uint)index % (uint)columns));
    }
}
