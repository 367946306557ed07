using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Attention;

/// <content>
/// Gradients, with the weights computed again from the logarithms of their sums (FlashAttention, algorithm 4). Each gradient has a kernel whose groups write apart, rather than one kernel that adds
/// atomically: two products more in seven, and the same bits every time.
/// </content>
internal static partial class AttentionKernels
{
    /// <summary>The gradient by the queries; one group a tile of queries.</summary>
    public static void QueryGradient<T, TTile>(AttentionArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        ArrayView<T> queries = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> gradients = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> keys = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> values = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> slopes = SharedMemory.Allocate<T>(TTile.Side * (TTile.Side + Padding));
        int rows = TTile.Side / Side;
        var products = new T[rows * rows];
        var pulled = new T[rows * rows];
        var sums = new T[rows * (TTile.Size / Side)];
        AttentionPlace place = AttentionPlace.Of(a, a.Queries, TTile.Side);
        int first = place.Tile * TTile.Side;
        Load<T, TTile>(a.Query, place, first, a.Queries, a.HeadSize, queries);
        Load<T, TTile>(a.Gradient, place, first, a.Queries, a.ValueSize, gradients);
        int end = a.IsCausal ? Math.Min(a.Keys, first + TTile.Side) : a.Keys;
        for (int key = 0; key < end; key += TTile.Side)
        {
            Load<T, TTile>(a.Key, place, key, a.Keys, a.HeadSize, keys);
            Load<T, TTile>(a.Value, place, key, a.Keys, a.ValueSize, values);
            Group.Barrier();
            Clear(products);
            Clear(pulled);
            AddProducts<T, TTile>(queries, keys, products);
            AddProducts<T, TTile>(gradients, values, pulled);
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                int query = first + Group.IdxY + (i * Side);
                for (int j = 0; j < rows; j++)
                {
                    Unroll.Full();
                    T weight = Weight(a, place, query, key + Group.IdxX + (j * Side), products[(i * rows) + j]);
                    slopes[((Group.IdxY + (i * Side)) * (TTile.Side + Padding)) + Group.IdxX + (j * Side)] =
                        weight * (pulled[(i * rows) + j] - Delta(a, place, query));
                }
            }

            Group.Barrier();
            AddWeighted<T, TTile>(slopes, keys, sums);
            Group.Barrier();
        }

        Store<T, TTile>(a.QueryGradient, place.Head(a), first, a.Queries, a.HeadSize, a.Scale, sums);
    }

    /// <summary>The gradients by the keys and the values; one group a tile of keys.</summary>
    public static void KeyValueGradient<T, TTile>(AttentionArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        ArrayView<T> keys = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> values = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> queries = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> gradients = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> weights = SharedMemory.Allocate<T>(TTile.Side * (TTile.Side + Padding));
        int rows = TTile.Side / Side;
        var products = new T[rows * rows];
        var pulled = new T[rows * rows];
        var keySums = new T[rows * (TTile.Size / Side)];
        var valueSums = new T[rows * (TTile.Size / Side)];
        AttentionPlace place = AttentionPlace.Of(a, a.Keys, TTile.Side);
        int first = place.Tile * TTile.Side;
        Load<T, TTile>(a.Key, place, first, a.Keys, a.HeadSize, keys);
        Load<T, TTile>(a.Value, place, first, a.Keys, a.ValueSize, values);
        for (int query = a.IsCausal ? first : 0; query < a.Queries; query += TTile.Side)
        {
            Load<T, TTile>(a.Query, place, query, a.Queries, a.HeadSize, queries);
            Load<T, TTile>(a.Gradient, place, query, a.Queries, a.ValueSize, gradients);
            Group.Barrier();
            Clear(products);
            Clear(pulled);
            AddProducts<T, TTile>(keys, queries, products);
            AddProducts<T, TTile>(values, gradients, pulled);
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                int key = first + Group.IdxY + (i * Side);
                for (int j = 0; j < rows; j++)
                {
                    Unroll.Full();
                    int other = query + Group.IdxX + (j * Side);
                    T weight = Weight(a, place, other, key, products[(i * rows) + j]);
                    weights[((Group.IdxY + (i * Side)) * (TTile.Side + Padding)) + Group.IdxX + (j * Side)] = weight;
                    pulled[(i * rows) + j] = weight * (pulled[(i * rows) + j] - Delta(a, place, other));
                }
            }

            Group.Barrier();
            AddWeighted<T, TTile>(weights, gradients, valueSums);
            Group.Barrier();
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                for (int j = 0; j < rows; j++)
                {
                    Unroll.Full();
                    weights[((Group.IdxY + (i * Side)) * (TTile.Side + Padding)) + Group.IdxX + (j * Side)] = pulled[(i * rows) + j];
                }
            }

            Group.Barrier();
            AddWeighted<T, TTile>(weights, queries, keySums);
            Group.Barrier();
        }

        Store<T, TTile>(a.KeyGradient, place.Head(a), first, a.Keys, a.HeadSize, a.Scale, keySums);
        Store<T, TTile>(a.ValueGradient, place.Head(a), first, a.Keys, a.ValueSize, T.One, valueSums);
    }

    private static T Weight<T>(AttentionArguments<T> a, AttentionPlace place, int query, int key, T product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T logSum = a.LogSums[(place.Head(a) * a.Queries) + Math.Min(query, a.Queries - 1)];

        // A weight is at most 1; rounding may leave its logarithm a little above 0.
        return SoftmaxExponential.Of(T.Min(Score(a, place, query, key, product) - logSum, T.Zero));
    }

    private static T Delta<T>(AttentionArguments<T> a, AttentionPlace place, int query)
        where T : unmanaged
        => a.Deltas[(place.Head(a) * a.Queries) + Math.Min(query, a.Queries - 1)];
}
