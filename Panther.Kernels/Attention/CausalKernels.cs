using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>
/// Causal products by chunks of rows: what lies before a chunk is one matrix, the sum of the outer products of features and values, and within a chunk there are scores (Hua, Dai, Liu and Le,
/// "Transformer quality in linear time", 2022, section 3.2). 16×16 threads, each with every 16th row and column of 32×32 products.
/// </summary>
internal static class CausalKernels
{
    /// <summary>The rows of a chunk, the features that are in shared memory at a time, and the columns of values that a group has.</summary>
    public const int Tile = 32;

    /// <summary>The threads of a side of the group.</summary>
    public const int Side = 16;

    private const int Pitch = Tile + 1;

    /// <summary>The dynamic shared memory of a group.</summary>
    public static int StateLength(int features) => (features + Tile - 1) / Tile * Tile * Pitch;

    /// <summary>Writes Σ right·values of each segment; one group a segment of a head and 32 columns of values.</summary>
    public static void Sum<T>(CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> right = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> values = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> state = SharedMemory.GetDynamic<T>();
        CausalPlace place = CausalPlace.Of(a);
        int thread = (Group.IdxY * Side) + Group.IdxX;
        for (int i = thread; i < StateLength(a.Features); i += Side * Side)
        {
            state[i] = T.Zero;
        }

        for (int first = place.First; first < place.Last; first += Tile)
        {
            Load(a.Values, place.Sizes, first, a.Rows, place.Column, a.Size, values);
            for (int panel = 0; panel < a.Features; panel += Tile)
            {
                Load(a.Right, place.Features, first, a.Rows, panel, a.Features, right);
                Group.Barrier();
                AddOuterProducts(right, values, state.SubView(panel * Pitch));
                Group.Barrier();
            }
        }

        for (int i = thread; i < StateLength(a.Features); i += Side * Side)
        {
            int row = i / Pitch;
            int column = place.Column + (i % Pitch);
            if (row < a.Features && i % Pitch < Tile && column < a.Size)
            {
                a.States[((place.State + row) * a.Size) + column] = state[i];
            }
        }
    }

    /// <summary>Replaces the sums of a head's segments by those of the segments before, or behind, each; one thread an element.</summary>
    public static void Accumulate<T>(LongIndex1D index, CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long area = (long)a.Features * a.Size;
        long head = index.X / area;
        T sum = T.Zero;
        for (int step = 0; step < a.Segments; step++)
        {
            int segment = a.IsReversed ? a.Segments - 1 - step : step;
            long place = (((head * a.Segments) + segment) * area) + (index.X - (head * area));
            T own = a.States[place];
            a.States[place] = sum;
            sum += own;
        }
    }

    /// <summary>Writes the products; one group a segment of a head and 32 columns of values.</summary>
    public static void Multiply<T>(CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> left = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> right = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> values = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> scores = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> state = SharedMemory.GetDynamic<T>();
        CausalPlace place = CausalPlace.Of(a);
        int column = place.Column;
        int thread = (Group.IdxY * Side) + Group.IdxX;
        for (int i = thread; i < StateLength(a.Features); i += Side * Side)
        {
            int row = i / Pitch;
            int along = i % Pitch;
            bool isThere = a.States.Length > 0 && row < a.Features && along < Tile && column + along < a.Size;
            state[i] = isThere ? a.States[((place.State + row) * a.Size) + column + along] : T.Zero;
        }

        int chunks = (place.Last - place.First + Tile - 1) / Tile;
        for (int step = 0; step < chunks; step++)
        {
            int first = place.First + ((a.IsReversed ? chunks - 1 - step : step) * Tile);
            Sums<T> output = default;
            Sums<T> within = default;
            Load(a.Values, place.Sizes, first, a.Rows, column, a.Size, values);
            for (int panel = 0; panel < a.Features; panel += Tile)
            {
                Load(a.Left, place.Features, first, a.Rows, panel, a.Features, left);
                Load(a.Right, place.Features, first, a.Rows, panel, a.Features, right);
                Group.Barrier();
                ArrayView<T> rows = state.SubView(panel * Pitch);
                for (int k = 0; k < Tile; k++)
                {
                    T upper = left[(Group.IdxY * Pitch) + k];
                    T lower = left[((Group.IdxY + Side) * Pitch) + k];
                    within.Add(upper, lower, right[(Group.IdxX * Pitch) + k], right[((Group.IdxX + Side) * Pitch) + k]);
                    output.Add(upper, lower, rows[(k * Pitch) + Group.IdxX], rows[(k * Pitch) + Group.IdxX + Side]);
                }

                Group.Barrier();
                AddOuterProducts(right, values, rows);
                Group.Barrier();
            }

            Keep(a.IsReversed, 0, 0, within.UpperLeft, scores);
            Keep(a.IsReversed, 0, Side, within.UpperRight, scores);
            Keep(a.IsReversed, Side, 0, within.LowerLeft, scores);
            Keep(a.IsReversed, Side, Side, within.LowerRight, scores);
            Group.Barrier();
            for (int t = 0; t < Tile; t++)
            {
                output.Add(
                    scores[(Group.IdxY * Pitch) + t],
                    scores[((Group.IdxY + Side) * Pitch) + t],
                    values[(t * Pitch) + Group.IdxX],
                    values[(t * Pitch) + Group.IdxX + Side]);
            }

            Store(a, place.Sizes, first, column, 0, 0, output.UpperLeft);
            Store(a, place.Sizes, first, column, 0, Side, output.UpperRight);
            Store(a, place.Sizes, first, column, Side, 0, output.LowerLeft);
            Store(a, place.Sizes, first, column, Side, Side, output.LowerRight);
            Group.Barrier();
        }
    }

    /// <summary>Adds the outer products of features and values to 32 rows of sums.</summary>
    private static void AddOuterProducts<T>(ArrayView<T> right, ArrayView<T> values, ArrayView<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Sums<T> added = default;
        for (int t = 0; t < Tile; t++)
        {
            added.Add(
                right[(t * Pitch) + Group.IdxY],
                right[(t * Pitch) + Group.IdxY + Side],
                values[(t * Pitch) + Group.IdxX],
                values[(t * Pitch) + Group.IdxX + Side]);
        }

        rows[(Group.IdxY * Pitch) + Group.IdxX] += added.UpperLeft;
        rows[(Group.IdxY * Pitch) + Group.IdxX + Side] += added.UpperRight;
        rows[((Group.IdxY + Side) * Pitch) + Group.IdxX] += added.LowerLeft;
        rows[((Group.IdxY + Side) * Pitch) + Group.IdxX + Side] += added.LowerRight;
    }

    private static void Load<T>(ArrayView<T> source, long offset, int first, int rows, int column, int columns, ArrayView<T> tile)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int thread = (Group.IdxY * Side) + Group.IdxX;
        for (int i = 0; i < Tile * Tile / (Side * Side); i++)
        {
            int row = (thread / Tile) + (i * (Side * Side / Tile));
            int at = thread % Tile;
            bool isThere = first + row < rows && column + at < columns;
            tile[(row * Pitch) + at] = isThere ? source[offset + ((long)(first + row) * columns) + column + at] : T.Zero;
        }
    }

    /// <summary>Writes a score if its row may ask its column.</summary>
    private static void Keep<T>(bool isReversed, int down, int along, T score, ArrayView<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = Group.IdxY + down;
        int column = Group.IdxX + along;
        scores[(row * Pitch) + column] = (isReversed ? column >= row : column <= row) ? score : T.Zero;
    }

    private static void Store<T>(CausalArguments<T> a, long offset, int first, int column, int down, int along, T sum)
        where T : unmanaged
    {
        int row = first + Group.IdxY + down;
        int at = column + Group.IdxX + along;
        if (row < a.Rows && at < a.Size)
        {
            a.Output[offset + ((long)row * a.Size) + at] = sum;
        }
    }

    /// <summary>What a thread has of a 32×32 product.</summary>
    private struct Sums<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T UpperLeft;
        public T UpperRight;
        public T LowerLeft;
        public T LowerRight;

        public void Add(T upper, T lower, T left, T right)
        {
            UpperLeft = T.FusedMultiplyAdd(upper, left, UpperLeft);
            UpperRight = T.FusedMultiplyAdd(upper, right, UpperRight);
            LowerLeft = T.FusedMultiplyAdd(lower, left, LowerLeft);
            LowerRight = T.FusedMultiplyAdd(lower, right, LowerRight);
        }
    }
}
