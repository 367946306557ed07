using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>What of causal products by chunks is not a matrix product.</summary>
internal static class CausalKernels
{
    // The reads that a thread has under way.
    private const int Ahead = 8;

    /// <summary>Sets scores to zero whose row must not ask their column.</summary>
    /// <param name="scores">Square matrices by rows, one behind the other.</param>
    /// <param name="order">Their rows and columns.</param>
    /// <param name="height">The rows of all of them.</param>
    /// <param name="isReversed">Whether a row asks the columns from its own on, otherwise those up to it.</param>
    public static void KeepTriangles<T>(ArrayView<T> scores, int order, int height, bool isReversed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int column = (Grid.IdxX * Group.DimX) + Group.IdxX;
        for (int line = (Grid.IdxY * Group.DimY) + Group.IdxY; line < height; line += Grid.DimY * Group.DimY)
        {
            int row = line % order;
            if (column < order && (isReversed ? column < row : column > row))
            {
                scores[((long)line * order) + column] = T.Zero;
            }
        }
    }

    /// <summary>Replaces the sums of a head's chunks by those of the chunks before, or behind, each; one thread an element.</summary>
    /// <param name="index">The element, by heads.</param>
    /// <param name="states">heads×chunks×area.</param>
    /// <param name="area">The elements of a chunk's sums.</param>
    /// <param name="chunks">The chunks of a head.</param>
    /// <param name="isReversed">Whether the chunks behind are wanted.</param>
    public static void Accumulate<T>(LongIndex1D index, ArrayView<T> states, long area, int chunks, bool isReversed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long head = index.X / area;
        long first = (head * chunks * area) + (index.X - (head * area));
        long start = isReversed ? first + ((chunks - 1) * area) : first;
        long distance = isReversed ? -area : area;
        var own = new T[Ahead];
        T sum = T.Zero;
        for (int step = 0; step < chunks; step += Ahead)
        {
            for (int i = 0; i < Ahead; i++)
            {
                Unroll.Full();
                own[i] = states[start + (Math.Min(step + i, chunks - 1) * distance)];
            }

            for (int i = 0; i < Ahead; i++)
            {
                Unroll.Full();
                if (step + i < chunks)
                {
                    states[start + ((step + i) * distance)] = sum;
                    sum += own[i];
                }
            }
        }
    }
}
