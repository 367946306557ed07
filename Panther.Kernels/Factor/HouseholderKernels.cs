using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Factor;

/// <summary>
/// Householder reflections of the columns of a panel (Golub and Van Loan, Matrix Computations, 5.1 and 5.2). Groups have 32 threads along X and some
/// along Y, the lanes: a thread owns a column of the panel, and as many lanes share the rows of its group.
/// </summary>
/// <remarks>
/// A column of the panel keeps x, not v = x / (α - β), below its diagonal; the factors 1 / (α - β) and τ are kept beside it.
/// </remarks>
internal static class HouseholderKernels
{
    /// <summary>The most columns of a panel.</summary>
    public const int Width = 32;

    /// <summary>The threads of a group that share a column, where it may have as many.</summary>
    public const int MostLanes = 8;

    /// <summary>
    /// The products of a column, from below its diagonal, with itself and the columns to the right: one partial sum for each group. Also copies the row of the
    /// diagonal, which the next kernel changes while it is needed.
    /// </summary>
    /// <param name="panel">The panel from the row of its first diagonal element on.</param>
    /// <param name="column">The column whose reflection comes next.</param>
    /// <param name="partials">Receives <see cref="Width"/> sums for each group.</param>
    /// <param name="diagonalRow">Receives the panel's row number <paramref name="column"/>.</param>
    /// <param name="lanes">The lanes of a group.</param>
    public static void Products<T>(RowMatrix<T> panel, int column, ArrayView<T> partials, ArrayView<T> diagonalRow, SpecializedValue<int> lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(Width * lanes.Value);
        int other = Group.IdxX;
        bool isMine = other >= column && other < panel.Columns;
        T sum = T.Zero;
        if (isMine)
        {
            for (long row = column + 1 + ((long)Grid.IdxX * lanes) + Group.IdxY; row < panel.Rows; row += (long)Grid.DimX * lanes)
            {
                sum = T.FusedMultiplyAdd(panel[row, column], panel[row, other], sum);
            }

            if (Grid.IdxX == 0 && Group.IdxY == 0)
            {
                diagonalRow[other] = panel[column, other];
            }
        }

        sum = SumOfLanes(sum, lanes, shared);
        if (Group.IdxY == 0)
        {
            partials[(Grid.IdxX * Width) + other] = sum;
        }
    }

    /// <summary>Reflects the columns to the right of one, and the one itself on its diagonal.</summary>
    /// <param name="panel">The panel from the row of its first diagonal element on.</param>
    /// <param name="column">The column that makes the reflection.</param>
    /// <param name="partials">What <see cref="Products{T}"/> left.</param>
    /// <param name="parts">The groups that it had.</param>
    /// <param name="diagonalRow">The row of the diagonal before the reflection.</param>
    /// <param name="scales">Receives 1 / (α - β) of each column of the panel; zero where nothing is reflected.</param>
    /// <param name="factors">Receives τ of each column of the panel.</param>
    /// <param name="lanes">The lanes of a group.</param>
    public static void Reflect<T>(
        RowMatrix<T> panel,
        int column,
        ArrayView<T> partials,
        int parts,
        ArrayView<T> diagonalRow,
        ArrayView<T> scales,
        ArrayView<T> factors,
        SpecializedValue<int> lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(Width * lanes.Value);
        ArrayView<T> sums = SharedMemory.Allocate<T>(Width);
        int other = Group.IdxX;
        T part = T.Zero;
        for (int i = Group.IdxY; i < parts; i += lanes)
        {
            part += partials[(i * Width) + other];
        }

        part = SumOfLanes(part, lanes, shared);
        if (Group.IdxY == 0)
        {
            sums[other] = part;
        }

        Group.Barrier();
        T square = sums[column];
        T alpha = diagonalRow[column];
        bool reflects = T.IsNormal(square);
        T length = T.Sqrt(T.FusedMultiplyAdd(alpha, alpha, square));
        T beta = reflects ? (alpha > T.Zero ? -length : length) : alpha;
        T factor = reflects ? (beta - alpha) / beta : T.Zero;
        T scale = reflects ? T.One / (alpha - beta) : T.Zero;
        bool isFirst = Grid.IdxX == 0 && Group.IdxY == 0;
        if (isFirst && other == column)
        {
            scales[column] = scale;
            factors[column] = factor;
            panel[column, column] = beta;
        }

        if (other > column && other < panel.Columns)
        {
            T weight = factor * T.FusedMultiplyAdd(sums[other], scale, diagonalRow[other]);
            if (isFirst)
            {
                panel[column, other] = diagonalRow[other] - weight;
            }

            weight = -weight * scale;
            for (long row = column + 1 + ((long)Grid.IdxX * lanes) + Group.IdxY; row < panel.Rows; row += (long)Grid.DimX * lanes)
            {
                panel[row, other] = T.FusedMultiplyAdd(panel[row, column], weight, panel[row, other]);
            }
        }
    }

    /// <summary>Writes the reflectors of a panel with their ones and zeros.</summary>
    /// <param name="panel">The factored panel from the row of its first diagonal element on.</param>
    /// <param name="scales">1 / (α - β) of each column.</param>
    /// <param name="reflectors">Receives V, of the panel's shape.</param>
    public static void Reflectors<T>(RowMatrix<T> panel, ArrayView<T> scales, RowMatrix<T> reflectors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < panel.Columns)
        {
            for (long row = index.Y; row < panel.Rows; row += Grid.DimY * Group.DimY)
            {
                T below = panel[row, index.X] * scales[index.X];
                reflectors[row, index.X] = row > index.X ? below : row == index.X ? T.One : T.Zero;
            }
        }
    }

    /// <summary>
    /// The triangle T of the compact form I - V T Vᵀ of the reflections of a panel (Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10, 1989); one thread a row.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="gram">VᵀV, w×w.</param>
    /// <param name="factors">τ of each column.</param>
    /// <param name="triangle">Receives T, w×w, upper triangular.</param>
    public static void CompactForm<T>(Index1D row, RowMatrix<T> gram, ArrayView<T> factors, RowMatrix<T> triangle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < gram.Columns; j++)
        {
            T sum = T.Zero;
            for (int k = row.X; k < j; k++)
            {
                sum = T.FusedMultiplyAdd(triangle[row.X, k], gram[k, j], sum);
            }

            triangle[row.X, j] = row.X < j ? -factors[j] * sum : row.X == j ? factors[j] : T.Zero;
        }
    }

    /// <summary>destination (n×n) = the upper triangle of the first n rows of a matrix, with zeros below.</summary>
    public static void UpperTriangle<T>(RowMatrix<T> matrix, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = row <= index.X ? matrix[row, index.X] : T.Zero;
            }
        }
    }

    /// <summary>The sum over the threads that share a column, to all of them.</summary>
    private static T SumOfLanes<T>(T value, int lanes, ArrayView<T> shared)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shared[(Group.IdxY * Width) + Group.IdxX] = value;
        Group.Barrier();
        T sum = T.Zero;
        for (int lane = 0; lane < lanes; lane++)
        {
            sum += shared[(lane * Width) + Group.IdxX];
        }

        return sum;
    }
}
