using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Kernels.SketchFactors;

/// <summary>Kernels around <see cref="SketchFactorKernels"/>.</summary>
internal static class SignMatrixKernels
{
    /// <summary>The outputs of a group of <see cref="AddPlanes"/>.</summary>
    public const int SumLanes = 32;

    /// <summary>The threads that share an output of <see cref="AddPlanes"/>.</summary>
    public const int SumTeam = 8;

    /// <summary>Writes the signs of some places, by places; one thread a word: two places by 16 ranks.</summary>
    /// <param name="index">The word, by pairs of places.</param>
    /// <param name="destination">places×ranks, densely.</param>
    /// <param name="key">The key of the signs.</param>
    /// <param name="number">The number of the factor.</param>
    /// <param name="firstPlace">The first place, even.</param>
    /// <param name="places">The places.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="scale">The magnitude of the signs.</param>
    public static void Fill<T>(LongIndex1D index, ArrayView<T> destination, ArrayView<T> key, uint number, long firstPlace, long places, int ranks, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rankBlocks = (ranks + SignBits.Ranks - 1) / SignBits.Ranks;
        long pair = index.X / rankBlocks;
        int rankBlock = (int)(index.X - (pair * rankBlocks));
        long place = firstPlace + (2 * pair);
        PhiloxBlock block = SignBits.Block(new RandomStream(SignBits.Key(key), number), place / SignBits.Places, rankBlock);
        int at = SignBits.Word((int)(place & (SignBits.Places - 1)));
        uint word = at < 2 ? (at == 0 ? block.X : block.Y) : (at == 2 ? block.Z : block.W);
        for (int i = 0; i < 2 * SignBits.Ranks; i++)
        {
            Unroll.Full();
            int rank = (rankBlock * SignBits.Ranks) + (i % SignBits.Ranks);
            long row = (2 * pair) + (i / SignBits.Ranks);
            if (rank < ranks && row < places)
            {
                destination[(row * ranks) + rank] = SignBits.Sign(word, i / SignBits.Ranks, i % SignBits.Ranks, scale);
            }
        }
    }

    /// <summary>
    /// output[i] = Σ planes[p, i] over p, in an order that only their number decides. X of the group are outputs, Y the threads that share one.
    /// </summary>
    /// <param name="planes">The planes, one behind the other.</param>
    /// <param name="count">Their number.</param>
    /// <param name="length">The elements of a plane.</param>
    /// <param name="output">As many elements.</param>
    public static void AddPlanes<T>(ArrayView<T> planes, int count, long length, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> parts = SharedMemory.Allocate<T>(SumTeam * SumLanes);
        long index = ((long)Grid.IdxX * SumLanes) + Group.IdxX;
        T sum = T.Zero;
        if (index < length)
        {
            for (int plane = Group.IdxY; plane < count; plane += SumTeam)
            {
                sum += planes[(plane * length) + index];
            }
        }

        parts[(Group.IdxY * SumLanes) + Group.IdxX] = sum;
        Group.Barrier();
        if (Group.IdxY == 0 && index < length)
        {
            for (int i = 1; i < SumTeam; i++)
            {
                sum += parts[(i * SumLanes) + Group.IdxX];
            }

            output[index] = sum;
        }
    }
}
