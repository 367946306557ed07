using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using static Panther.Kernels.Attention.AttentionTiles;

namespace Panther.Kernels.Attention;

/// <content>
/// Gradients, with the weights computed again from the logarithms of their sums (FlashAttention, algorithm 4). Each gradient has a kernel whose groups write apart, rather than one kernel that adds
/// atomically: two products more in seven, and the same bits every time.
/// </content>
internal static partial class AttentionKernels
{
    /// <summary>The gradient by the queries, and the sums that the other pass needs; one group a tile of queries.</summary>
    public static void QueryGradient<T, TTile, TDropout>(AttentionArguments<T> a, TDropout dropout)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
        where TDropout : struct, IWeightDropout<T>
    {
        ArrayView<T> queries = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> gradients = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> keys = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> values = SharedMemory.Allocate<T>(TTile.Side * (Math.Max(TTile.Side, TTile.Size) + Padding));
        ArrayView<T> scratch = SharedMemory.Allocate<T>(Threads<TTile>());
        int rows = TTile.Side / TTile.Teams;
        int columns = TTile.Side / Team;
        var weights = new T[rows * columns];
        var slopes = new T[rows * columns];
        var sums = new T[rows * (TTile.Size / Team)];
        var logSums = new T[rows];
        var deltas = new T[rows];
        var factors = new T[rows];
        AttentionPlace place = AttentionPlace.Of(a, a.Queries, TTile.Side, a.IsCausal);
        int first = place.Tile * TTile.Side;
        Load<T, TTile>(a.Query, place, first, a.Queries, a.HeadSize, a.IsWide, queries);
        Load<T, TTile>(a.Gradient, place, first, a.Queries, a.ValueSize, a.IsWide, gradients);
        Group.Barrier();
        AddDots<T, TTile>(gradients, a.Output, place, first, a.Queries, a.ValueSize, deltas);
        for (int i = 0; i < rows; i++)
        {
            Unroll.Full();
            int query = first + Row + (i * TTile.Teams);
            factors[i] = a.Scale;
            logSums[i] = a.LogSums[(place.Head(a) * a.Queries) + Math.Min(query, a.Queries - 1)];
            deltas[i] = OfTeam<T, Addition<T>>(deltas[i], scratch);
            if (Column == 0 && query < a.Queries)
            {
                a.Deltas[(place.Head(a) * a.Queries) + query] = deltas[i];
            }
        }

        int end = a.IsCausal ? Math.Min(a.Keys, first + TTile.Side) : a.Keys;
        for (int key = 0; key < end; key += TTile.Side)
        {
            Load<T, TTile>(a.Key, place, key, a.Keys, a.HeadSize, a.IsWide, keys);
            Load<T, TTile>(a.Value, place, key, a.Keys, a.ValueSize, a.IsWide, values);
            uint stays = dropout.Stays<TTile>(place.Head(a), first, key, false);
            Group.Barrier();
            Multiply<T, TTile>(queries, keys, weights);
            Multiply<T, TTile>(gradients, values, slopes);
            ToScores<T, TTile>(a, place, first, key, false, weights);
            for (int i = 0; i < weights.Length; i++)
            {
                Unroll.Full();
                slopes[i] = Weight(weights[i], logSums[i / columns]) * (dropout.Scaled(Remaining(stays, i, slopes[i])) - deltas[i / columns]);
            }

            // The values have done their part; the slopes take their place.
            Group.Barrier();
            Keep<T, TTile>(slopes, values);
            Group.Barrier();
            AddWeighted<T, TTile>(values, keys, sums);
            Group.Barrier();
        }

        Store<T, TTile>(a.QueryGradient, place, first, a.Queries, a.HeadSize, a.IsWide, factors, sums);
    }

    /// <summary>The gradients by the keys and the values; one group a tile of keys.</summary>
    public static void KeyValueGradient<T, TTile, TDropout>(AttentionArguments<T> a, TDropout dropout)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
        where TDropout : struct, IWeightDropout<T>
    {
        ArrayView<T> keys = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> values = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> queries = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> gradients = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> kept = SharedMemory.Allocate<T>(TTile.Side * (TTile.Side + Padding));
        int rows = TTile.Side / TTile.Teams;
        int columns = TTile.Side / Team;
        var weights = new T[rows * columns];
        var slopes = new T[rows * columns];
        var keySums = new T[rows * (TTile.Size / Team)];
        var valueSums = new T[rows * (TTile.Size / Team)];
        var deltas = new T[columns];
        var factors = new T[rows];
        AttentionPlace place = AttentionPlace.Of(a, a.Keys, TTile.Side, isFromLast: false);
        int first = place.Tile * TTile.Side;
        long head = place.Head(a) * a.Queries;
        Load<T, TTile>(a.Key, place, first, a.Keys, a.HeadSize, a.IsWide, keys);
        Load<T, TTile>(a.Value, place, first, a.Keys, a.ValueSize, a.IsWide, values);
        for (int query = a.IsCausal ? first : 0; query < a.Queries; query += TTile.Side)
        {
            Load<T, TTile>(a.Query, place, query, a.Queries, a.HeadSize, a.IsWide, queries);
            Load<T, TTile>(a.Gradient, place, query, a.Queries, a.ValueSize, a.IsWide, gradients);
            uint stays = dropout.Stays<TTile>(place.Head(a), query, first, true);
            Group.Barrier();
            Multiply<T, TTile>(keys, queries, weights);
            ToScores<T, TTile>(a, place, query, first, true, weights);
            for (int j = 0; j < columns; j++)
            {
                Unroll.Full();
                int column = Math.Min(query + Column + (j * Team), a.Queries - 1);
                T logSum = a.LogSums[head + column];
                deltas[j] = a.Deltas[head + column];
                for (int i = 0; i < rows; i++)
                {
                    Unroll.Full();
                    T weight = Weight(weights[(i * columns) + j], logSum);
                    weights[(i * columns) + j] = weight;
                    slopes[(i * columns) + j] = Remaining(stays, (i * columns) + j, weight);
                }
            }

            Keep<T, TTile>(slopes, kept);
            Group.Barrier();
            AddWeighted<T, TTile>(kept, gradients, valueSums);
            Multiply<T, TTile>(values, gradients, slopes);
            for (int i = 0; i < slopes.Length; i++)
            {
                Unroll.Full();
                slopes[i] = weights[i] * (dropout.Scaled(Remaining(stays, i, slopes[i])) - deltas[i % columns]);
            }

            Group.Barrier();
            Keep<T, TTile>(slopes, kept);
            Group.Barrier();
            AddWeighted<T, TTile>(kept, queries, keySums);
            Group.Barrier();
        }

        Fill(factors, a.Scale);
        Store<T, TTile>(a.KeyGradient, place, first, a.Keys, a.HeadSize, a.IsWide, factors, keySums);
        Fill(factors, dropout.Scaled(T.One));
        Store<T, TTile>(a.ValueGradient, place, first, a.Keys, a.ValueSize, a.IsWide, factors, valueSums);
    }

    /// <summary>The weight of a score. It is at most 1; rounding may leave its logarithm a little above 0.</summary>
    private static T Weight<T>(T score, T logSum)
        where T : unmanaged, IFloatingPointIeee754<T>
        => SoftmaxExponential.Of(T.Min(score - logSum, T.Zero));

    private static void Fill<T>(T[] factors, T value)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            Unroll.Full();
            factors[i] = value;
        }
    }
}
