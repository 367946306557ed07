using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Factor;

/// <summary>
/// The steps of a right-looking blocked Cholesky factorisation A = L Lᵀ (Golub and Van Loan, Matrix Computations, 4.2.9), and the
/// inverse of L. A thread owns one column of a block, and as many threads of the group as there are share the rows of that column.
/// </summary>
internal static class CholeskyKernels
{
    /// <summary>The rows and columns of a block.</summary>
    public const int BlockSize = 32;

    /// <summary>The threads of a group, where it may have as many; a multiple of <see cref="BlockSize"/>.</summary>
    public const int MostThreads = 256;

    // One element of padding keeps the elements of a column in different banks.
    private const int Stride = BlockSize + 1;

    /// <summary>
    /// Factors the diagonal block at <paramref name="start"/> and writes the inverse of its factor into <paramref name="inverse"/>.
    /// </summary>
    /// <param name="original">The matrix before the factorisation, order×order, by rows.</param>
    /// <param name="factor">The matrix being factored in place, order×order, by rows; only the lower triangle is used.</param>
    /// <param name="inverse">Receives the inverse of the diagonal block, order×order, by rows.</param>
    /// <param name="status">Receives the one-based column of the first pivot that is too small; the smallest wins.</param>
    /// <param name="order">The rows and columns of the matrix.</param>
    /// <param name="start">The first row of the block.</param>
    /// <param name="tolerance">A pivot below this fraction of the original diagonal element counts as zero.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void FactorDiagonal<T>(
        ArrayView<T> original,
        ArrayView<T> factor,
        ArrayView<T> inverse,
        ArrayView<int> status,
        int order,
        int start,
        T tolerance,
        SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> tile = SharedMemory.Allocate<T>(BlockSize * Stride);
        ArrayView<T> inverted = SharedMemory.Allocate<T>(BlockSize * Stride);
        ArrayView<T> smallest = SharedMemory.Allocate<T>(BlockSize);
        ArrayView<T> roots = SharedMemory.Allocate<T>(BlockSize);
        int thread = Group.IdxX;
        int column = thread % BlockSize;
        int firstRow = thread / BlockSize;
        int size = Math.Min(BlockSize, order - start);
        for (int q = 0; q < RowsOf(threads); q++)
        {
            int row = firstRow + (q * RowStep(threads));
            bool inside = row < size && column < size;
            tile[(row * Stride) + column] = inside ? factor[((long)(start + row) * order) + start + column] : T.Zero;
            inverted[(row * Stride) + column] = row == column ? T.One : T.Zero;
        }

        if (thread < size)
        {
            smallest[thread] = tolerance * original[((long)(start + thread) * order) + start + thread];
        }

        Group.Barrier();

        // A = M D Mᵀ with ones on the diagonal of M: its columns stay unscaled until the end, which leaves one barrier a column. The same steps take the identity to M⁻¹.
        for (int j = 0; j < size; j++)
        {
            // Written so that a NaN counts as broken too.
            T pivot = tile[(j * Stride) + j];
            bool sound = pivot > smallest[j];
            if (thread == 0)
            {
                roots[j] = T.Sqrt(sound ? pivot : T.One);
                if (!sound)
                {
                    Atomic.Min(ref status[0], start + j + 1);
                }
            }

            T scale = T.One / (sound ? pivot : T.One);
            for (int q = 0; q < RowsOf(threads); q++)
            {
                int row = firstRow + (q * RowStep(threads));
                if (row > j && row < size)
                {
                    T weight = tile[(row * Stride) + j] * scale;
                    if (column <= j)
                    {
                        inverted[(row * Stride) + column] -= weight * inverted[(j * Stride) + column];
                    }
                    else if (column <= row)
                    {
                        tile[(row * Stride) + column] -= weight * tile[(column * Stride) + j];
                    }
                }
            }

            Group.Barrier();
        }

        for (int q = 0; q < RowsOf(threads); q++)
        {
            int row = firstRow + (q * RowStep(threads));
            if (row < size && column < size)
            {
                long index = ((long)(start + row) * order) + start + column;
                T below = tile[(row * Stride) + column] / roots[column];
                factor[index] = column < row ? below : column == row ? roots[row] : T.Zero;
                inverse[index] = column <= row ? inverted[(row * Stride) + column] / roots[row] : T.Zero;
            }
        }
    }

    /// <summary>
    /// Turns the blocks below the diagonal block at <paramref name="start"/> into their part of L: L21 = A21 L11⁻ᵀ; one group a block.
    /// The blocks to the right are set to zero.
    /// </summary>
    /// <param name="factor">The matrix being factored, order×order, by rows.</param>
    /// <param name="inverse">Holds L11⁻¹ at the place of the diagonal block.</param>
    /// <param name="order">The rows and columns of the matrix.</param>
    /// <param name="start">The first row of the diagonal block.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void SolvePanel<T>(ArrayView<T> factor, ArrayView<T> inverse, int order, int start, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> panel = SharedMemory.Allocate<T>(BlockSize * Stride);
        ArrayView<T> diagonal = SharedMemory.Allocate<T>(BlockSize * Stride);
        int column = Group.IdxX % BlockSize;
        int firstRow = Group.IdxX / BlockSize;
        int blockRow = start + ((Grid.IdxX + 1) * BlockSize);
        LoadBlock(factor, order, blockRow, start, panel, threads, firstRow, column);
        LoadBlock(inverse, order, start, start, diagonal, threads, firstRow, column);
        Group.Barrier();
        for (int q = 0; q < RowsOf(threads); q++)
        {
            int row = firstRow + (q * RowStep(threads));
            T sum = T.Zero;
            for (int k = 0; k < BlockSize; k++)
            {
                sum += panel[(row * Stride) + k] * diagonal[(column * Stride) + k];
            }

            if (blockRow + row < order)
            {
                factor[((long)(blockRow + row) * order) + start + column] = sum;
                factor[((long)(start + column) * order) + blockRow + row] = T.Zero;
            }
        }
    }

    /// <summary>Subtracts L21 L21ᵀ from the lower triangle behind the panel at <paramref name="start"/>; one group a block.</summary>
    /// <param name="factor">The matrix being factored, order×order, by rows.</param>
    /// <param name="order">The rows and columns of the matrix.</param>
    /// <param name="start">The first column of the panel.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void UpdateTrailing<T>(ArrayView<T> factor, int order, int start, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Grid.IdxX > Grid.IdxY)
        {
            return;
        }

        ArrayView<T> left = SharedMemory.Allocate<T>(BlockSize * Stride);
        ArrayView<T> right = SharedMemory.Allocate<T>(BlockSize * Stride);
        int column = Group.IdxX % BlockSize;
        int firstRow = Group.IdxX / BlockSize;
        int blockRow = start + ((Grid.IdxY + 1) * BlockSize);
        int blockColumn = start + ((Grid.IdxX + 1) * BlockSize);
        LoadBlock(factor, order, blockRow, start, left, threads, firstRow, column);
        LoadBlock(factor, order, blockColumn, start, right, threads, firstRow, column);
        Group.Barrier();
        for (int q = 0; q < RowsOf(threads); q++)
        {
            int row = firstRow + (q * RowStep(threads));
            T sum = T.Zero;
            for (int k = 0; k < BlockSize; k++)
            {
                sum += left[(row * Stride) + k] * right[(column * Stride) + k];
            }

            if (blockRow + row < order && blockColumn + column < order)
            {
                factor[((long)(blockRow + row) * order) + blockColumn + column] -= sum;
            }
        }
    }

    /// <summary>
    /// Completes the inverse of L, block column by block column: X_ij = -L_ii⁻¹ Σ_{j≤k&lt;i} L_ik X_kj. One group a block column;
    /// the blocks above the diagonal are set to zero.
    /// </summary>
    /// <param name="factor">L, order×order, by rows.</param>
    /// <param name="inverse">Holds the inverses of the diagonal blocks; receives L⁻¹, order×order, by rows.</param>
    /// <param name="order">The rows and columns of the matrix.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void InvertLower<T>(ArrayView<T> factor, ArrayView<T> inverse, int order, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> left = SharedMemory.Allocate<T>(BlockSize * Stride);
        ArrayView<T> right = SharedMemory.Allocate<T>(BlockSize * Stride);
        int column = Group.IdxX % BlockSize;
        int firstRow = Group.IdxX / BlockSize;
        int blockColumn = Grid.IdxX * BlockSize;
        for (int blockRow = 0; blockRow < blockColumn; blockRow += BlockSize)
        {
            StoreZeroBlock(inverse, order, blockRow, blockColumn, threads, firstRow, column);
        }

        for (int blockRow = blockColumn + BlockSize; blockRow < order; blockRow += BlockSize)
        {
            var sums = new T[BlockSize * BlockSize / threads.Value];
            for (int k = blockColumn; k < blockRow; k += BlockSize)
            {
                LoadBlock(factor, order, blockRow, k, left, threads, firstRow, column);
                LoadBlock(inverse, order, k, blockColumn, right, threads, firstRow, column);
                Group.Barrier();
                MultiplyBlocks(left, right, sums, threads, firstRow, column);
                Group.Barrier();
            }

            LoadBlock(inverse, order, blockRow, blockRow, left, threads, firstRow, column);
            for (int q = 0; q < RowsOf(threads); q++)
            {
                right[((firstRow + (q * RowStep(threads))) * Stride) + column] = -sums[q];
                sums[q] = T.Zero;
            }

            Group.Barrier();
            MultiplyBlocks(left, right, sums, threads, firstRow, column);
            for (int q = 0; q < RowsOf(threads); q++)
            {
                int row = blockRow + firstRow + (q * RowStep(threads));
                if (row < order && blockColumn + column < order)
                {
                    inverse[((long)row * order) + blockColumn + column] = sums[q];
                }
            }

            // The block just written is read by other threads of the group in the next round.
            Group.Barrier();
        }
    }

    private static int RowStep(int threads) => threads / BlockSize;

    private static int RowsOf(int threads) => BlockSize / RowStep(threads);

    private static void LoadBlock<T>(ArrayView<T> matrix, int order, int blockRow, int blockColumn, ArrayView<T> tile, int threads, int firstRow, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int q = 0; q < RowsOf(threads); q++)
        {
            int row = firstRow + (q * RowStep(threads));
            bool inside = blockRow + row < order && blockColumn + column < order;
            tile[(row * Stride) + column] = inside ? matrix[((long)(blockRow + row) * order) + blockColumn + column] : T.Zero;
        }
    }

    private static void StoreZeroBlock<T>(ArrayView<T> matrix, int order, int blockRow, int blockColumn, int threads, int firstRow, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int q = 0; q < RowsOf(threads); q++)
        {
            int row = blockRow + firstRow + (q * RowStep(threads));
            if (row < order && blockColumn + column < order)
            {
                matrix[((long)row * order) + blockColumn + column] = T.Zero;
            }
        }
    }

    private static void MultiplyBlocks<T>(ArrayView<T> left, ArrayView<T> right, T[] sums, int threads, int firstRow, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < BlockSize; k++)
        {
            T other = right[(k * Stride) + column];
            for (int q = 0; q < RowsOf(threads); q++)
            {
                sums[q] += left[((firstRow + (q * RowStep(threads))) * Stride) + k] * other;
            }
        }
    }
}
