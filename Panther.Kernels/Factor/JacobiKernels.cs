using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Factor;

/// <summary>
/// One-sided Jacobi (Hestenes 1958): rotations that make pairs of rows orthogonal. Only the first part of a row counts for the angle; the rest, which collects the
/// rotations, is rotated along.
/// </summary>
internal static class JacobiKernels
{
    /// <summary>
    /// One round of a tournament: a group takes two blocks of rows into shared memory (2 · <paramref name="block"/> rows of <see cref="JacobiRows{T}.Length"/>) and makes each row
    /// of the one meet each of the other, in the first round also those within a block. Groups have <paramref name="block"/> teams along Y.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The numbers of the rows from the longest to the shortest.</param>
    /// <param name="round">The round.</param>
    /// <param name="rounds">The rounds of a sweep.</param>
    /// <param name="toleranceSquared">Pairs whose squared cosine is at most this stay as they are.</param>
    /// <param name="squares">Receives the squared norms of the rows' first parts in the last round, and behind them a one if a pair was rotated.</param>
    /// <param name="block">The rows of a block, a power of two and at least 2.</param>
    /// <param name="threads">The threads of a team, along X: a power of two.</param>
    public static void Meet<T>(
        JacobiRows<T> rows,
        ArrayView<int> order,
        int round,
        int rounds,
        double toleranceSquared,
        ArrayView<double> squares,
        SpecializedValue<int> block,
        SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.GetDynamic<T>();
        ArrayView<T> scratch = SharedMemory.Allocate<T>(3 * TeamReduction.ScratchLength);
        int team = Group.IdxY;
        (int first, int second) = Opponents(round, rounds);
        int upper = RowAt(order, (first * block) + team);
        int lower = RowAt(order, (second * block) + team);
        ArrayView<T> upperSlot = Slot(shared, rows, team);
        ArrayView<T> lowerSlot = Slot(shared, rows, team + block);
        Load(rows, upper, upperSlot, threads);
        Load(rows, lower, lowerSlot, threads);
        Group.Barrier();
        bool changes = false;
        if (round == 0)
        {
            // Half of the teams have the pairs of one block and half those of the other.
            int half = block / 2;
            int offset = team / half * block;
            int seat = team % half;
            for (int step = 0; step < block - 1; step++)
            {
                int x = seat == 0 ? block - 1 : (step + seat) % (block - 1);
                int y = (step - seat + block - 1) % (block - 1);
                changes |= Rotate(
                    rows, Slot(shared, rows, offset + Math.Min(x, y)), Slot(shared, rows, offset + Math.Max(x, y)), threads, toleranceSquared, scratch);
                Group.Barrier();
            }
        }

        for (int step = 0; step < block; step++)
        {
            changes |= Rotate(rows, upperSlot, Slot(shared, rows, block + ((team + step) % block)), threads, toleranceSquared, scratch);
            Group.Barrier();
        }

        Store(rows, upper, upperSlot, threads);
        Store(rows, lower, lowerSlot, threads);
        if (changes && Group.IdxX == 0)
        {
            squares[order.Length] = 1;
        }

        if (round == rounds - 1)
        {
            Measure(rows, upper, upperSlot, threads, squares, scratch);
            Group.Barrier();
            Measure(rows, lower, lowerSlot, threads, squares, scratch);
        }
    }

    /// <summary>The same for rows that are too long for shared memory: blocks of one row, met in place by one team of a group.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The numbers of the rows from the longest to the shortest.</param>
    /// <param name="round">The round.</param>
    /// <param name="rounds">The rounds of a sweep.</param>
    /// <param name="toleranceSquared">Pairs whose squared cosine is at most this stay as they are.</param>
    /// <param name="squares">As in <see cref="Meet{T}"/>.</param>
    /// <param name="threads">The threads of the group, a power of two.</param>
    public static void MeetInPlace<T>(
        JacobiRows<T> rows, ArrayView<int> order, int round, int rounds, double toleranceSquared, ArrayView<double> squares, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(3 * TeamReduction.ScratchLength);
        (int first, int second) = Opponents(round, rounds);
        int upper = RowAt(order, first);
        int lower = RowAt(order, second);
        ArrayView<T> x = rows.Elements.SubView((long)Math.Max(upper, 0) * rows.Length, rows.Length);
        ArrayView<T> y = rows.Elements.SubView((long)Math.Max(lower, 0) * rows.Length, rows.Length);

        // The last table may have one row alone.
        bool isPair = upper >= 0 && lower >= 0;
        bool changes = Rotate(rows, x, y, threads, isPair ? toleranceSquared : double.PositiveInfinity, scratch);
        if (changes && Group.IdxX == 0)
        {
            squares[order.Length] = 1;
        }

        if (round == rounds - 1)
        {
            Group.Barrier();
            Measure(rows, upper, x, threads, squares, scratch);
            Group.Barrier();
            Measure(rows, lower, y, threads, squares, scratch);
        }
    }

    /// <summary>Prepares rows to rotate: those of a matrix, scaled, beside those of the identity.</summary>
    /// <param name="matrix">The matrix, or its transpose when <paramref name="isTransposed"/> is not zero.</param>
    /// <param name="isTransposed">Whether the rows are the matrix's columns.</param>
    /// <param name="scale">A factor on the elements of the matrix.</param>
    /// <param name="rows">The rows, with as many in <paramref name="rows"/> as the matrix has; destination.</param>
    public static void Prepare<T>(RowMatrix<T> matrix, int isTransposed, T scale, JacobiRows<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        long count = isTransposed != 0 ? matrix.Columns : matrix.Rows;
        if (index.X < rows.Length)
        {
            for (long row = index.Y; row < count; row += Grid.DimY * Group.DimY)
            {
                T value = index.X - rows.Part == row ? T.One : T.Zero;
                if (index.X < (isTransposed != 0 ? matrix.Rows : matrix.Columns))
                {
                    value = (isTransposed != 0 ? matrix[index.X, row] : matrix[row, index.X]) * scale;
                }

                rows.Elements[(row * rows.Length) + index.X] = value;
            }
        }
    }

    /// <summary>Writes the parts of the rows, each brought to length one, as columns; one group a column and part.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The row that becomes each column.</param>
    /// <param name="first">Receives the first parts.</param>
    /// <param name="second">Receives the rests.</param>
    /// <param name="threads">The threads of a group, a power of two.</param>
    public static void Normalise<T>(
        JacobiRows<T> rows, ArrayView<int> order, RowMatrix<T> first, RowMatrix<T> second, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        int column = Grid.IdxX;
        bool isFirst = Grid.IdxY == 0;
        RowMatrix<T> destination = isFirst ? first : second;
        long start = ((long)order[column] * rows.Length) + (isFirst ? 0 : rows.Part);
        T sum = T.Zero;
        for (int i = Group.IdxX; i < destination.Rows; i += threads)
        {
            T value = rows.Elements[start + i];
            sum = T.FusedMultiplyAdd(value, value, sum);
        }

        T length = T.Sqrt(TeamReduction.All<T, Addition<T>>(sum, threads, scratch));
        for (int i = Group.IdxX; i < destination.Rows; i += threads)
        {
            destination[i, column] = length > T.Zero ? rows.Elements[start + i] / length : T.Zero;
        }
    }

    /// <summary>The squared norms of the rows' first parts; one group a row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="squares">Receives a square for each row.</param>
    /// <param name="threads">The threads of a group, a power of two.</param>
    public static void Squares<T>(JacobiRows<T> rows, ArrayView<double> squares, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        Measure(rows, Grid.IdxX, rows.Elements.SubView((long)Grid.IdxX * rows.Length, rows.Length), threads, squares, scratch);
    }

    /// <summary>The blocks that meet at this group's table, the one of the longer rows first; see <see cref="Host.JacobiTournament"/>.</summary>
    private static (int First, int Second) Opponents(int round, int rounds)
    {
        int table = Grid.IdxX;
        int tables = (rounds + 1) / 2;
        int x = (round + table) * tables % rounds;
        int y = table == 0 ? rounds : (round - table + rounds) * tables % rounds;
        return (Math.Min(x, y), Math.Max(x, y));
    }

    private static ArrayView<T> Slot<T>(ArrayView<T> shared, JacobiRows<T> rows, int slot)
        where T : unmanaged
        => shared.SubView(slot * rows.Length, rows.Length);

    private static int RowAt(ArrayView<int> order, int place) => place < order.Length ? order[place] : -1;

    private static void Load<T>(JacobiRows<T> rows, int row, ArrayView<T> slot, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<Pair<T>> from = rows.Elements.SubView((long)Math.Max(row, 0) * rows.Length, rows.Length).Cast<Pair<T>>();
        ArrayView<Pair<T>> to = slot.Cast<Pair<T>>();
        for (int i = Group.IdxX; i < rows.Length / 2; i += threads)
        {
            to[i] = row >= 0 ? from[i] : default;
        }
    }

    private static void Store<T>(JacobiRows<T> rows, int row, ArrayView<T> slot, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<Pair<T>> from = slot.Cast<Pair<T>>();
        ArrayView<Pair<T>> to = rows.Elements.SubView((long)Math.Max(row, 0) * rows.Length, rows.Length).Cast<Pair<T>>();
        for (int i = Group.IdxX; i < rows.Length / 2 && row >= 0; i += threads)
        {
            to[i] = from[i];
        }
    }

    private static void Measure<T>(JacobiRows<T> rows, int row, ArrayView<T> slot, int threads, ArrayView<double> squares, ArrayView<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = Group.IdxX; i < rows.Part; i += threads)
        {
            sum = T.FusedMultiplyAdd(slot[i], slot[i], sum);
        }

        sum = TeamReduction.All<T, Addition<T>>(sum, threads, scratch);
        if (Group.IdxX == 0 && row >= 0)
        {
            squares[row] = double.CreateTruncating(sum);
        }
    }

    /// <summary>Rotates two rows if their cosine is above the tolerance. All threads of the group call, one pair a team.</summary>
    private static bool Rotate<T>(JacobiRows<T> rows, ArrayView<T> upper, ArrayView<T> lower, int threads, double toleranceSquared, ArrayView<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<Pair<T>> x = upper.Cast<Pair<T>>();
        ArrayView<Pair<T>> y = lower.Cast<Pair<T>>();
        T upperSquare = T.Zero, lowerSquare = T.Zero, product = T.Zero;
        for (int i = Group.IdxX; i < rows.Part / 2; i += threads)
        {
            Pair<T> a = x[i];
            Pair<T> b = y[i];
            upperSquare = T.FusedMultiplyAdd(a.Y, a.Y, T.FusedMultiplyAdd(a.X, a.X, upperSquare));
            lowerSquare = T.FusedMultiplyAdd(b.Y, b.Y, T.FusedMultiplyAdd(b.X, b.X, lowerSquare));
            product = T.FusedMultiplyAdd(a.Y, b.Y, T.FusedMultiplyAdd(a.X, b.X, product));
        }

        int length = TeamReduction.ScratchLength;
        upperSquare = TeamReduction.All<T, Addition<T>>(upperSquare, threads, scratch.SubView(0, length));
        lowerSquare = TeamReduction.All<T, Addition<T>>(lowerSquare, threads, scratch.SubView(length, length));
        product = TeamReduction.All<T, Addition<T>>(product, threads, scratch.SubView(2 * length, length));

        // Products of two squares leave the range of a float.
        double wide = double.CreateTruncating(product);
        bool rotates = wide * wide > toleranceSquared * double.CreateTruncating(upperSquare) * double.CreateTruncating(lowerSquare);
        if (rotates)
        {
            PlaneRotation<T> rotation = PlaneRotation<T>.Orthogonalising(upperSquare, lowerSquare, product);
            for (int i = Group.IdxX; i < rows.Length / 2; i += threads)
            {
                Pair<T> a = x[i];
                Pair<T> b = y[i];
                x[i] = new Pair<T>(rotation.First(a.X, b.X), rotation.First(a.Y, b.Y));
                y[i] = new Pair<T>(rotation.Second(a.X, b.X), rotation.Second(a.Y, b.Y));
            }
        }

        return rotates;
    }
}
