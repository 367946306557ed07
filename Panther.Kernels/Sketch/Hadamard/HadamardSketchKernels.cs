using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>What stands before and behind the Hadamard transform of a block; one thread an element, neighbours in memory to neighbouring threads.</summary>
internal static class HadamardSketchKernels
{
    /// <summary>work[r, c] = ± source[r - offset, c], with the sign of column firstColumn + r; zero beyond the source.</summary>
    public static void Spread<T>(
        LongIndex1D index, HadamardEntries<T> entries, StridedMatrix<T> source, StridedMatrix<T> work, long firstColumn, long offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long r, long c) = Place(index.X, work);
        long row = r - offset;
        T value = row >= 0 && row < source.Rows ? source[row, c] : T.Zero;
        work[r, c] = entries.IsColumnNegative(firstColumn + r) ? -value : value;
    }

    /// <summary>destination[i, c] = ± weight · work[selected row i, c] + beta · the same, with the sign of row i in the block.</summary>
    public static void Collect<T>(
        LongIndex1D index, HadamardEntries<T> entries, StridedMatrix<T> work, StridedMatrix<T> destination, long block, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long i, long c) = Place(index.X, destination);
        T value = entries.Weight * work[entries.Selected[i], c];
        value = entries.IsRowNegative(i, block) ? -value : value;
        ref T place = ref destination[i, c];
        place = beta == T.Zero ? value : T.FusedMultiplyAdd(beta, place, value);
    }

    /// <summary>work[selected row i, c] = ± weight · source[i, c], with the sign of row i in the block. No row is selected twice.</summary>
    public static void Distribute<T>(LongIndex1D index, HadamardEntries<T> entries, StridedMatrix<T> source, StridedMatrix<T> work, long block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long i, long c) = Place(index.X, source);
        T value = entries.Weight * source[i, c];
        work[entries.Selected[i], c] = entries.IsRowNegative(i, block) ? -value : value;
    }

    /// <summary>destination[r, c] = ± work[r + offset, c] + beta · the same, with the sign of column firstColumn + r.</summary>
    public static void Sign<T>(
        LongIndex1D index, HadamardEntries<T> entries, StridedMatrix<T> work, StridedMatrix<T> destination, long firstColumn, long offset, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long r, long c) = Place(index.X, destination);
        T value = work[r + offset, c];
        value = entries.IsColumnNegative(firstColumn + r) ? -value : value;
        ref T place = ref destination[r, c];
        place = beta == T.Zero ? value : T.FusedMultiplyAdd(beta, place, value);
    }

    private static (long Row, long Column) Place<T>(long index, StridedMatrix<T> matrix)
        where T : unmanaged
    {
        long inner = matrix.IsByColumns ? matrix.Rows : matrix.Columns;
        long outer = index / inner;
        long rest = index - (outer * inner);
        return matrix.IsByColumns ? (rest, outer) : (outer, rest);
    }
}
