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

    /// <summary>Writes the products; one group a head and 32 columns of values.</summary>
    public static void Multiply<T>(CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> left = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> right = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> values = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> scores = SharedMemory.Allocate<T>(Tile * Pitch);
        ArrayView<T> state = SharedMemory.GetDynamic<T>();
        int parts = (a.Size + Tile - 1) / Tile;
        int head = Grid.IdxX / parts;
        int column = (Grid.IdxX - (head * parts)) * Tile;
        long features = (long)head * a.Rows * a.Features;
        long sizes = (long)head * a.Rows * a.Size;
        int thread = (Group.IdxY * Side) + Group.IdxX;
        for (int i = thread; i < StateLength(a.Features); i += Side * Side)
        {
            state[i] = T.Zero;
        }

        int chunks = (a.Rows + Tile - 1) / Tile;
        for (int step = 0; step < chunks; step++)
        {
            int first = (a.IsReversed ? chunks - 1 - step : step) * Tile;
            Sums<T> output = default;
            Sums<T> within = default;
            Load(a.Values, sizes, first, a.Rows, column, a.Size, values);
            for (int panel = 0; panel < a.Features; panel += Tile)
            {
                Load(a.Left, features, first, a.Rows, panel, a.Features, left);
                Load(a.Right, features, first, a.Rows, panel, a.Features, right);
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

            Store(a, sizes, first, column, 0, 0, output.UpperLeft);
            Store(a, sizes, first, column, 0, Side, output.UpperRight);
            Store(a, sizes, first, column, Side, 0, output.LowerLeft);
            Store(a, sizes, first, column, Side, Side, output.LowerRight);
            Group.Barrier();
        }
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
