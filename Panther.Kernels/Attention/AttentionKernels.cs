using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Attention;

/// <summary>
/// softmax(scale·QKᵀ + mask)·V by tiles that stay in shared memory, so that no row of scores is ever stored: the maximum and the sum of a row are carried along and what was summed before is rescaled
/// (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018; Dao, Fu, Ermon, Rudra and Ré, "FlashAttention", 2022, algorithm 1). 16×16 threads; a thread has every 16th row and column of a tile.
/// </summary>
internal static partial class AttentionKernels
{
    /// <summary>The threads of a side of the group.</summary>
    public const int Side = 16;

    private const int Padding = 4;

    /// <summary>Writes the outputs and the logarithms of the sums; one group a tile of queries.</summary>
    public static void Forward<T, TTile>(AttentionArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        ArrayView<T> queries = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> keys = SharedMemory.Allocate<T>(TTile.Side * (TTile.Size + Padding));
        ArrayView<T> scores = SharedMemory.Allocate<T>(TTile.Side * (TTile.Side + Padding));
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        int rows = TTile.Side / Side;
        var products = new T[rows * rows];
        var outputs = new T[rows * (TTile.Size / Side)];
        var maxima = new T[rows];
        var totals = new T[rows];
        AttentionPlace place = AttentionPlace.Of(a, a.Queries, TTile.Side);
        int first = place.Tile * TTile.Side;
        Load<T, TTile>(a.Query, place, first, a.Queries, a.HeadSize, queries);
        for (int i = 0; i < rows; i++)
        {
            Unroll.Full();
            maxima[i] = T.NegativeInfinity;
        }

        int end = a.IsCausal ? Math.Min(a.Keys, first + TTile.Side) : a.Keys;
        for (int key = 0; key < end; key += TTile.Side)
        {
            Load<T, TTile>(a.Key, place, key, a.Keys, a.HeadSize, keys);
            Group.Barrier();
            Clear(products);
            AddProducts<T, TTile>(queries, keys, products);
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                int query = first + Group.IdxY + (i * Side);
                T largest = T.NegativeInfinity;
                for (int j = 0; j < rows; j++)
                {
                    Unroll.Full();
                    T score = Score(a, place, query, key + Group.IdxX + (j * Side), products[(i * rows) + j]);
                    products[(i * rows) + j] = score;
                    largest = T.Max(largest, score);
                }

                largest = T.Max(maxima[i], Team<T, Maximum<T>>(largest, scratch));
                T shift = largest == T.NegativeInfinity ? T.Zero : largest;
                T sum = T.Zero;
                for (int j = 0; j < rows; j++)
                {
                    Unroll.Full();
                    T weight = SoftmaxExponential.Of(products[(i * rows) + j] - shift);
                    scores[((Group.IdxY + (i * Side)) * (TTile.Side + Padding)) + Group.IdxX + (j * Side)] = weight;
                    sum += weight;
                }

                T correction = SoftmaxExponential.Of(maxima[i] - shift);
                maxima[i] = largest;
                totals[i] = (totals[i] * correction) + Team<T, Addition<T>>(sum, scratch);
                for (int j = 0; j < TTile.Size / Side; j++)
                {
                    Unroll.Full();
                    outputs[(i * (TTile.Size / Side)) + j] *= correction;
                }
            }

            Group.Barrier();
            Load<T, TTile>(a.Value, place, key, a.Keys, a.ValueSize, keys);
            Group.Barrier();
            AddWeighted<T, TTile>(scores, keys, outputs);
            Group.Barrier();
        }

        for (int i = 0; i < rows; i++)
        {
            Unroll.Full();
            int query = first + Group.IdxY + (i * Side);
            T factor = totals[i] > T.Zero ? T.One / totals[i] : T.Zero;
            for (int j = 0; j < TTile.Size / Side; j++)
            {
                Unroll.Full();
                outputs[(i * (TTile.Size / Side)) + j] *= factor;
            }

            if (Group.IdxX == 0 && query < a.Queries)
            {
                a.LogSums[(place.Head(a) * a.Queries) + query] = totals[i] > T.Zero ? maxima[i] + T.Log(totals[i]) : T.PositiveInfinity;
            }
        }

        Store<T, TTile>(a.Output, place.Head(a), first, a.Queries, a.ValueSize, T.One, outputs);
    }

    /// <summary>Scale·product + mask; -∞ where the query must not see the key, or one of them does not exist.</summary>
    private static T Score<T>(AttentionArguments<T> a, AttentionPlace place, int query, int key, T product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (query >= a.Queries || key >= a.Keys || (a.IsCausal && key > query))
        {
            return T.NegativeInfinity;
        }

        T score = product * a.Scale;
        return a.Mask.Elements.Length == 0
            ? score
            : score + a.Mask.Elements[a.Mask.Offset(place.Batch, place.HeadInBatch) + (query * a.Mask.RowStride) + (key * a.MaskColumnStride)];
    }

    /// <summary>Reads a tile, with zeros beyond the last row and element.</summary>
    private static void Load<T, TTile>(AttentionOperand<T> source, AttentionPlace place, int first, int limit, int size, ArrayView<T> tile)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        long offset = source.Offset(place.Batch, place.HeadInBatch);
        int thread = (Group.IdxY * Side) + Group.IdxX;
        for (int i = 0; i < TTile.Side * TTile.Size / (Side * Side); i++)
        {
            int at = thread + (i * Side * Side);
            int row = at / TTile.Size;
            int column = at % TTile.Size;
            bool isThere = first + row < limit && column < size;
            tile[(row * (TTile.Size + Padding)) + column] = isThere ? source.Elements[offset + ((first + row) * source.RowStride) + column] : T.Zero;
        }
    }

    /// <summary>sums[i, j] += left[i]·right[j], products of rows.</summary>
    private static void AddProducts<T, TTile>(ArrayView<T> left, ArrayView<T> right, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        int rows = TTile.Side / Side;
        int pitch = (TTile.Size + Padding) / 4;
        var quads = new Quad<T>[rows];
        for (int k = 0; k < TTile.Size / 4; k++)
        {
            Unroll.None();
            for (int j = 0; j < rows; j++)
            {
                Unroll.Full();
                quads[j] = right.Cast<Quad<T>>()[((Group.IdxX + (j * Side)) * pitch) + k];
            }

            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                Quad<T> row = left.Cast<Quad<T>>()[((Group.IdxY + (i * Side)) * pitch) + k];
                for (int j = 0; j < rows; j++)
                {
                    Unroll.Full();
                    T sum = T.FusedMultiplyAdd(row.X, quads[j].X, sums[(i * rows) + j]);
                    sum = T.FusedMultiplyAdd(row.Y, quads[j].Y, sum);
                    sum = T.FusedMultiplyAdd(row.Z, quads[j].Z, sum);
                    sums[(i * rows) + j] = T.FusedMultiplyAdd(row.W, quads[j].W, sum);
                }
            }
        }
    }

    /// <summary>sums[i, c] += Σ weights[i, n]·tile[n, c].</summary>
    private static void AddWeighted<T, TTile>(ArrayView<T> weights, ArrayView<T> tile, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        int rows = TTile.Side / Side;
        int columns = TTile.Size / Side;
        int pitch = (TTile.Side + Padding) / 4;
        for (int n = 0; n < TTile.Side / 4; n++)
        {
            Unroll.None();
            int start = (n * 4 * (TTile.Size + Padding)) + Group.IdxX;
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                Quad<T> weight = weights.Cast<Quad<T>>()[((Group.IdxY + (i * Side)) * pitch) + n];
                for (int j = 0; j < columns; j++)
                {
                    Unroll.Full();
                    T sum = T.FusedMultiplyAdd(weight.X, tile[start + (j * Side)], sums[(i * columns) + j]);
                    sum = T.FusedMultiplyAdd(weight.Y, tile[start + (TTile.Size + Padding) + (j * Side)], sum);
                    sum = T.FusedMultiplyAdd(weight.Z, tile[start + (2 * (TTile.Size + Padding)) + (j * Side)], sum);
                    sums[(i * columns) + j] = T.FusedMultiplyAdd(weight.W, tile[start + (3 * (TTile.Size + Padding)) + (j * Side)], sum);
                }
            }
        }
    }

    private static void Store<T, TTile>(ArrayView<T> destination, long head, int first, int limit, int size, T factor, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        for (int i = 0; i < TTile.Side / Side; i++)
        {
            Unroll.Full();
            int row = first + Group.IdxY + (i * Side);
            for (int j = 0; j < TTile.Size / Side; j++)
            {
                Unroll.Full();
                int column = Group.IdxX + (j * Side);
                if (row < limit && column < size)
                {
                    destination[(((head * limit) + row) * size) + column] = sums[(i * (TTile.Size / Side)) + j] * factor;
                }
            }
        }
    }

    private static void Clear<T>(T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < sums.Length; i++)
        {
            Unroll.Full();
            sums[i] = T.Zero;
        }
    }

    /// <summary>Joins a value of each of the 16 threads that share rows.</summary>
    private static T Team<T, TOperation>(T value, ArrayView<T> scratch)
        where T : unmanaged
        where TOperation : struct, IAssociativeOperation<T>
    {
        T result = TeamReduction.All<T, TOperation>(value, Side, scratch);
        if (Side > Warp.WarpSize)
        {
            // The scratch memory is about to be written again.
            Group.Barrier();
        }

        return result;
    }
}
