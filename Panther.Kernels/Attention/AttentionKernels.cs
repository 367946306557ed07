using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using static Panther.Kernels.Attention.AttentionTiles;

namespace Panther.Kernels.Attention;

/// <summary>
/// softmax(scale·QKᵀ + mask)·V by tiles that stay in shared memory, so that no row of scores is ever stored: the maximum and the sum of a row are carried along and what was summed before is rescaled
/// (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018; Dao, Fu, Ermon, Rudra and Ré, "FlashAttention", 2022, algorithm 1). See <see cref="AttentionTiles"/>.
/// </summary>
internal static partial class AttentionKernels
{
    /// <summary>Writes the outputs and the logarithms of the sums; one group a tile of queries.</summary>
    public static void Forward<T, TTile, TDropout>(AttentionArguments<T> a, TDropout dropout)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
        where TDropout : struct, IWeightDropout<T>
    {
        ArrayView<T> queries = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> keys = SharedMemory.Allocate<T>(TTile.Side * (Math.Max(TTile.Side, TTile.Size) + Padding));
        ArrayView<T> values = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> scratch = SharedMemory.Allocate<T>(Threads<TTile>());
        int rows = TTile.Side / TTile.Teams;
        int columns = TTile.Side / Team;
        var scores = new T[rows * columns];
        var outputs = new T[rows * (TTile.Size / Team)];
        var maxima = new T[rows];
        var totals = new T[rows];
        AttentionPlace place = AttentionPlace.Of(a, a.Queries, TTile.Side, a.IsCausal);
        int first = place.Tile * TTile.Side;
        Load<T, TTile>(a.Query, place, first, a.Queries, a.HeadSize, a.IsWide, queries);
        for (int i = 0; i < rows; i++)
        {
            Unroll.Full();
            maxima[i] = T.NegativeInfinity;
        }

        int end = a.IsCausal ? Math.Min(a.Keys, first + TTile.Side) : a.Keys;
        for (int key = 0; key < end; key += TTile.Side)
        {
            Load<T, TTile>(a.Key, place, key, a.Keys, a.HeadSize, a.IsWide, keys);
            Load<T, TTile>(a.Value, place, key, a.Keys, a.ValueSize, a.IsWide, values);
            uint stays = dropout.Stays<TTile>(place.Head(a), first, key, false);
            Group.Barrier();
            Multiply<T, TTile>(queries, keys, scores);
            ToScores<T, TTile>(a, place, first, key, false, scores);
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                T largest = T.NegativeInfinity;
                for (int j = 0; j < columns; j++)
                {
                    Unroll.Full();
                    largest = T.Max(largest, scores[(i * columns) + j]);
                }

                largest = T.Max(maxima[i], OfTeam<T, Maximum<T>>(largest, scratch));
                T shift = largest == T.NegativeInfinity ? T.Zero : largest;
                T correction = SoftmaxExponential.Of(maxima[i] - shift);
                maxima[i] = largest;
                totals[i] *= correction;
                for (int j = 0; j < columns; j++)
                {
                    Unroll.Full();
                    T weight = SoftmaxExponential.Of(scores[(i * columns) + j] - shift);
                    scores[(i * columns) + j] = Remaining(stays, (i * columns) + j, weight);
                    totals[i] += weight;
                }

                for (int j = 0; j < TTile.Size / Team; j++)
                {
                    Unroll.Full();
                    outputs[(i * (TTile.Size / Team)) + j] *= correction;
                }
            }

            // The keys have done their part; the weights take their place.
            Group.Barrier();
            Keep<T, TTile>(scores, keys);
            Group.Barrier();
            AddWeighted<T, TTile>(keys, values, outputs);
            Group.Barrier();
        }

        for (int i = 0; i < rows; i++)
        {
            Unroll.Full();
            int query = first + Row + (i * TTile.Teams);
            T total = OfTeam<T, Addition<T>>(totals[i], scratch);
            totals[i] = total > T.Zero ? dropout.Scaled(T.One) / total : T.Zero;
            if (Column == 0 && query < a.Queries)
            {
                a.LogSums[(place.Head(a) * a.Queries) + query] = total > T.Zero ? maxima[i] + T.Log(total) : T.PositiveInfinity;
            }
        }

        Store<T, TTile>(a.Output, place, first, a.Queries, a.ValueSize, a.IsWide, totals, outputs);
    }

    /// <summary>Makes products of queries and keys scores.</summary>
    /// <param name="a">The arguments.</param>
    /// <param name="place">The head.</param>
    /// <param name="query">The tile's first query.</param>
    /// <param name="key">The tile's first key.</param>
    /// <param name="isByKeys">Whether keys are the rows: a compile-time constant.</param>
    /// <param name="scores">The calling thread's products.</param>
    private static void ToScores<T, TTile>(AttentionArguments<T> a, AttentionPlace place, int query, int key, bool isByKeys, T[] scores)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        int columns = TTile.Side / Team;
        for (int i = 0; i < scores.Length; i++)
        {
            Unroll.Full();
            scores[i] *= a.Scale;
        }

        if (query + TTile.Side <= a.Queries && key + TTile.Side <= a.Keys && (!a.IsCausal || key + TTile.Side <= query + 1) && a.Mask.Elements.Length == 0)
        {
            return;
        }

        for (int i = 0; i < scores.Length; i++)
        {
            Unroll.Full();
            int row = Row + (i / columns * TTile.Teams);
            int column = Column + (i % columns * Team);
            scores[i] = Masked(a, place, query + (isByKeys ? column : row), key + (isByKeys ? row : column), scores[i]);
        }
    }

    /// <summary>Score + mask; -∞ where the query must not see the key, or one of them does not exist.</summary>
    private static T Masked<T>(AttentionArguments<T> a, AttentionPlace place, int query, int key, T score)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (query >= a.Queries || key >= a.Keys || (a.IsCausal && key > query))
        {
            return T.NegativeInfinity;
        }

        return a.Mask.Elements.Length == 0
            ? score
            : score + a.Mask.Elements[a.Mask.Offset(place.Batch, place.HeadInBatch) + (query * a.Mask.RowStride) + (key * a.MaskColumnStride)];
    }

    /// <summary>An element of a tile, or 0 where <see cref="IWeightDropout{T}.Stays"/> does not have it.</summary>
    private static T Remaining<T>(uint stays, int element, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => ((stays >> element) & 1) != 0 ? value : T.Zero;

    /// <summary>Joins a value of each of the threads that share rows.</summary>
    private static T OfTeam<T, TOperation>(T value, ArrayView<T> scratch)
        where T : unmanaged
        where TOperation : struct, IAssociativeOperation<T>
    {
        if (Warp.WarpSize == 32)
        {
            // The bits of a lane that number columns.
            value = TOperation.Combine(value, Warp.ShuffleXor(value, 1));
            value = TOperation.Combine(value, Warp.ShuffleXor(value, 4));
            return TOperation.Combine(value, Warp.ShuffleXor(value, 16));
        }

        scratch[(Row * Team) + Column] = value;
        Group.Barrier();
        T result = scratch[Row * Team];
        for (int i = 1; i < Team; i++)
        {
            result = TOperation.Combine(result, scratch[(Row * Team) + i]);
        }

        Group.Barrier();
        return result;
    }
}
