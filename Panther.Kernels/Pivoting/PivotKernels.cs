using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;

namespace Panther.Kernels.Pivoting;

/// <summary>The choice of pivots of a partial Cholesky factorisation A ≈ F Fᵀ, from the diagonal of A - F Fᵀ.</summary>
internal static class PivotKernels
{
    /// <summary>The threads of a group that does all the work, where it may have as many.</summary>
    public const int MostThreads = 256;

    /// <summary>Draws places in proportion to their weights, and for each a number in [0, 1); one thread a proposal.</summary>
    /// <param name="index">The proposal.</param>
    /// <param name="cumulated">The sums of the weights from the first on.</param>
    /// <param name="stream">The seed and the stream.</param>
    /// <param name="round">The number of the round, which nothing else has.</param>
    /// <param name="proposals">Receives the places.</param>
    /// <param name="thresholds">Receives the numbers.</param>
    public static void Propose(
        Index1D index, ArrayView<double> cumulated, RandomStream stream, long round, ArrayView<int> proposals, ArrayView<double> thresholds)
    {
        PhiloxBlock bits = Philox4x32.At(stream, round, index.X);
        double target = UniformDouble.HalfOpen(bits.X, bits.Y) * cumulated[cumulated.Length - 1];

        // The first place whose sum lies above the target; a place without weight shares its sum with the one before and is never that place.
        long low = 0;
        long high = cumulated.Length - 1;
        while (low < high)
        {
            long middle = (low + high) / 2;
            if (cumulated[middle] > target)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        proposals[index.X] = (int)low;
        thresholds[index.X] = UniformDouble.HalfOpen(bits.Z, bits.W);
    }

    /// <summary>proposals[0] = the first place of the largest weight; one group.</summary>
    public static void ProposeLargest(ArrayView<double> weights, ArrayView<int> proposals, ArrayView<double> thresholds, SpecializedValue<int> threads)
    {
        ArrayView<int> places = SharedMemory.Allocate<int>(threads);
        int thread = Group.IdxX;
        int best = 0;
        for (int i = thread; i < weights.IntLength; i += threads)
        {
            best = weights[i] > weights[best] ? i : best;
        }

        places[thread] = best;
        Group.Barrier();
        for (int half = threads / 2; half > 0; half >>= 1)
        {
            if (thread < half)
            {
                int other = places[thread + half];
                int own = places[thread];
                bool isBetter = weights[other] > weights[own] || (weights[other] == weights[own] && other < own);
                places[thread] = isBetter ? other : own;
            }

            Group.Barrier();
        }

        if (thread == 0)
        {
            proposals[0] = places[0];
            thresholds[0] = 0;
        }
    }

    /// <summary>
    /// Accepts proposals one by one, each with the probability that what earlier ones leave of its diagonal element has of the weight it was proposed by, and eliminates
    /// it (Epperly, Tropp and Webber, arXiv 2410.03969, algorithm 2.2): the accepted pivots are distributed as if drawn one after another. One group.
    /// </summary>
    /// <param name="proposals">The proposed places.</param>
    /// <param name="thresholds">A number in [0, 1) for each.</param>
    /// <param name="weights">The diagonal of A - F Fᵀ.</param>
    /// <param name="block">A - F Fᵀ at the proposed rows and columns, by rows; its accepted columns become those of the Cholesky factor.</param>
    /// <param name="limit">The most to accept.</param>
    /// <param name="floor">A pivot up to this counts as zero.</param>
    /// <param name="pivots">Receives the accepted places.</param>
    /// <param name="members">Receives which of the proposals they were.</param>
    /// <param name="count">Receives their number.</param>
    /// <param name="threads">The threads of the group.</param>
    public static void Accept(
        ArrayView<int> proposals,
        ArrayView<double> thresholds,
        ArrayView<double> weights,
        ArrayView<double> block,
        int limit,
        double floor,
        ArrayView<int> pivots,
        ArrayView<int> members,
        ArrayView<int> count,
        SpecializedValue<int> threads)
    {
        int size = proposals.IntLength;
        int thread = Group.IdxX;
        int accepted = 0;
        for (int i = 0; i < size; i++)
        {
            double pivot = block[(i * size) + i];
            bool isAccepted = accepted < limit && pivot > floor && thresholds[i] * weights[proposals[i]] < pivot;
            double root = Math.Sqrt(isAccepted ? pivot : 1);
            Group.Barrier();
            if (isAccepted)
            {
                for (int row = i + 1 + thread; row < size; row += threads)
                {
                    block[(row * size) + i] /= root;
                }

                if (thread == 0)
                {
                    block[(i * size) + i] = root;
                    pivots[accepted] = proposals[i];
                    members[accepted] = i;
                }

                accepted++;
            }

            Group.Barrier();
            if (isAccepted)
            {
                for (int at = thread; at < size * size; at += threads)
                {
                    int row = at / size;
                    int column = at - (row * size);
                    if (column > i && column <= row)
                    {
                        block[at] -= block[(row * size) + i] * block[(column * size) + i];
                    }
                }
            }

            Group.Barrier();
        }

        if (thread == 0)
        {
            count[0] = accepted;
        }
    }

    /// <summary>factor (k×k, lower) = the rows and columns of the accepted proposals; one thread an element.</summary>
    public static void Compact<T>(Index1D index, ArrayView<double> block, int size, ArrayView<int> members, int count, ArrayView<T> factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = index.X / count;
        int column = index.X - (row * count);
        factor[index.X] = T.CreateTruncating(column <= row ? block[(members[row] * size) + members[column]] : 0);
    }

    /// <summary>Takes the squares of new columns of F from the diagonal, down to zero; one thread a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">The new columns, n×k.</param>
    /// <param name="weights">The diagonal of A - F Fᵀ.</param>
    /// <param name="tolerance">How far below zero rounding may bring an element.</param>
    /// <param name="status">Set to 1 where an element is further below: A is not positive semidefinite.</param>
    public static void Downdate<T>(LongIndex1D row, RowMatrix<T> columns, ArrayView<double> weights, double tolerance, ArrayView<int> status)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double rest = weights[row.X];
        for (long j = 0; j < columns.Columns; j++)
        {
            double value = double.CreateTruncating(columns[row.X, j]);
            rest -= value * value;
        }

        // Written so that a NaN counts too.
        if (!(rest >= -tolerance))
        {
            Atomic.Max(ref status[0], 1);
        }

        weights[row.X] = Math.Max(rest, 0);
    }

    /// <summary>weights[places[i]] = 0.</summary>
    public static void Clear(Index1D index, ArrayView<int> places, ArrayView<double> weights) => weights[places[index.X]] = 0;
}
