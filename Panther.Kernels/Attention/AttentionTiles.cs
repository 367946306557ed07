using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Attention;

/// <summary>
/// Tiles of vectors, a row each, between global memory, shared memory and registers. A thread has one row in as many as there are teams; of products it has every 8th column, of sums of rows every
/// 8th four columns. A warp covers four rows and eight columns; see <see cref="LaneGrid"/>.
/// </summary>
internal static class AttentionTiles
{
    /// <summary>The threads that share rows.</summary>
    public const int Team = 8;

    /// <summary>The elements that follow a row in shared memory.</summary>
    public const int Padding = 4;

    /// <summary>Gets the first of the calling thread's rows: its team.</summary>
    public static int Row => (Group.IdxX / 32 * 4) + LaneGrid.OfFour(Group.IdxX);

    /// <summary>Gets the first of the calling thread's columns, or four columns: its place in the team.</summary>
    public static int Column => LaneGrid.OfEight(Group.IdxX);

    /// <summary>The threads of a group.</summary>
    public static int Threads<TTile>()
        where TTile : struct, IAttentionTile
        => Team * TTile.Teams;

    /// <summary>Reads a tile, with zeros beyond the last row and element.</summary>
    public static void Load<T, TTile>(AttentionOperand<T> source, AttentionPlace place, int first, int limit, int size, bool isWide, ArrayView<T> tile)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        long offset = source.Offset(place.Batch, place.HeadInBatch);
        int thread = Group.IdxX;
        if (isWide)
        {
            // All reads are under way before the first is waited for.
            var quads = new Quad<T>[TTile.Side * TTile.Size / 4 / Threads<TTile>()];
            for (int i = 0; i < quads.Length; i++)
            {
                Unroll.Full();
                int at = thread + (i * Threads<TTile>());
                int row = at / (TTile.Size / 4);
                int column = at % (TTile.Size / 4);
                bool isThere = first + row < limit && column * 4 < size;
                quads[i] = isThere ? source.Elements.Cast<Quad<T>>()[(offset / 4) + ((first + row) * (source.RowStride / 4)) + column] : default;
            }

            for (int i = 0; i < quads.Length; i++)
            {
                Unroll.Full();
                int at = thread + (i * Threads<TTile>());
                tile.Cast<Quad<T>>()[(at / (TTile.Size / 4) * ((TTile.Size + Padding) / 4)) + (at % (TTile.Size / 4))] = quads[i];
            }
        }
        else
        {
            for (int at = thread; at < TTile.Side * TTile.Size; at += Threads<TTile>())
            {
                int row = at / TTile.Size;
                int column = at % TTile.Size;
                bool isThere = first + row < limit && column < size;
                tile[(row * (TTile.Size + Padding)) + column] = isThere ? source.Elements[offset + ((first + row) * source.RowStride) + column] : T.Zero;
            }
        }
    }

    /// <summary>sums[i, j] = left[i]·right[j], products of rows.</summary>
    public static void Multiply<T, TTile>(ArrayView<T> left, ArrayView<T> right, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        int rows = TTile.Side / TTile.Teams;
        int columns = TTile.Side / Team;
        int pitch = (TTile.Size + Padding) / 4;
        var quads = new Quad<T>[rows];
        for (int i = 0; i < sums.Length; i++)
        {
            Unroll.Full();
            sums[i] = T.Zero;
        }

        for (int k = 0; k < TTile.Size / 4; k++)
        {
            Unroll.None();
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                quads[i] = left.Cast<Quad<T>>()[((Row + (i * TTile.Teams)) * pitch) + k];
            }

            for (int j = 0; j < columns; j++)
            {
                Unroll.Full();
                Quad<T> column = right.Cast<Quad<T>>()[((Column + (j * Team)) * pitch) + k];
                for (int i = 0; i < rows; i++)
                {
                    Unroll.Full();
                    T sum = T.FusedMultiplyAdd(quads[i].X, column.X, sums[(i * columns) + j]);
                    sum = T.FusedMultiplyAdd(quads[i].Y, column.Y, sum);
                    sum = T.FusedMultiplyAdd(quads[i].Z, column.Z, sum);
                    sums[(i * columns) + j] = T.FusedMultiplyAdd(quads[i].W, column.W, sum);
                }
            }
        }
    }

    /// <summary>Writes what <see cref="Multiply"/> has computed, or what has become of it, for <see cref="AddWeighted"/>.</summary>
    public static void Keep<T, TTile>(T[] weights, ArrayView<T> destination)
        where T : unmanaged
        where TTile : struct, IAttentionTile
    {
        int columns = TTile.Side / Team;
        for (int i = 0; i < weights.Length; i++)
        {
            Unroll.Full();
            destination[((Row + (i / columns * TTile.Teams)) * (TTile.Side + Padding)) + Column + (i % columns * Team)] = weights[i];
        }
    }

    /// <summary>sums[i] += Σ weights[i, n]·tile[n], sums of rows.</summary>
    public static void AddWeighted<T, TTile>(ArrayView<T> weights, ArrayView<T> tile, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        int rows = TTile.Side / TTile.Teams;
        int columns = TTile.Size / Team;
        int pitch = (TTile.Size + Padding) / 4;
        var quads = new Quad<T>[rows];
        for (int n = 0; n < TTile.Side / 4; n++)
        {
            Unroll.None();
            for (int i = 0; i < rows; i++)
            {
                Unroll.Full();
                quads[i] = weights.Cast<Quad<T>>()[((Row + (i * TTile.Teams)) * ((TTile.Side + Padding) / 4)) + n];
            }

            for (int m = 0; m < 4; m++)
            {
                Unroll.Full();
                for (int j = 0; j < columns; j += 4)
                {
                    Unroll.Full();
                    Quad<T> value = tile.Cast<Quad<T>>()[(((n * 4) + m) * pitch) + Column + (j / 4 * Team)];
                    for (int i = 0; i < rows; i++)
                    {
                        Unroll.Full();
                        int at = (i * columns) + j;
                        T weight = m == 0 ? quads[i].X : m == 1 ? quads[i].Y : m == 2 ? quads[i].Z : quads[i].W;
                        sums[at] = T.FusedMultiplyAdd(weight, value.X, sums[at]);
                        sums[at + 1] = T.FusedMultiplyAdd(weight, value.Y, sums[at + 1]);
                        sums[at + 2] = T.FusedMultiplyAdd(weight, value.Z, sums[at + 2]);
                        sums[at + 3] = T.FusedMultiplyAdd(weight, value.W, sums[at + 3]);
                    }
                }
            }
        }
    }

    /// <summary>Σ tile[i, c]·other[i, c] over all columns, with the tile in shared and the other rows in global memory.</summary>
    public static void AddDots<T, TTile>(ArrayView<T> tile, AttentionOperand<T> other, AttentionPlace place, int first, int limit, int size, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        long offset = other.Offset(place.Batch, place.HeadInBatch);
        for (int i = 0; i < sums.Length; i++)
        {
            Unroll.Full();
            int row = Row + (i * TTile.Teams);
            for (int column = Column; column < size && first + row < limit; column += Team)
            {
                sums[i] = T.FusedMultiplyAdd(
                    tile[(row * (TTile.Size + Padding)) + column], other.Elements[offset + ((first + row) * other.RowStride) + column], sums[i]);
            }
        }
    }

    /// <summary>Writes sums of rows, multiplied by a factor for each.</summary>
    public static void Store<T, TTile>(
        AttentionOperand<T> destination, AttentionPlace place, int first, int limit, int size, bool isWide, T[] factors, T[] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IAttentionTile
    {
        int columns = TTile.Size / Team;
        long offset = destination.Offset(place.Batch, place.HeadInBatch);
        for (int i = 0; i < sums.Length; i += 4)
        {
            Unroll.Full();
            int row = first + Row + (i / columns * TTile.Teams);
            int column = (Column + (i % columns / 4 * Team)) * 4;
            T factor = factors[i / columns];
            if (row >= limit || column >= size)
            {
                continue;
            }

            if (isWide)
            {
                destination.Elements.Cast<Quad<T>>()[(offset / 4) + (row * (destination.RowStride / 4)) + (column / 4)] =
                    new Quad<T>(sums[i] * factor, sums[i + 1] * factor, sums[i + 2] * factor, sums[i + 3] * factor);
            }
            else
            {
                for (int c = 0; c < 4; c++)
                {
                    Unroll.Full();
                    if (column + c < size)
                    {
                        destination.Elements[offset + (row * destination.RowStride) + column + c] = sums[i + c] * factor;
                    }
                }
            }
        }
    }
}
