using System.Runtime.CompilerServices;

namespace Panther.Kernels.Gemm.Host;

/// <summary>Copies between host matrices of any strides; a change of the storage order goes by 4×4 blocks in registers.</summary>
internal static unsafe class MatrixCopy
{
    /// <summary>Copies every element.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">The matrix to read.</param>
    /// <param name="destination">A matrix of the same shape that does not overlap it.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyTo<T>(this HostMatrix<T> source, HostMatrix<T> destination)
        where T : unmanaged
    {
        if (source.Rows != destination.Rows || source.Columns != destination.Columns)
        {
            throw new ArgumentException(
                $"A {source.Rows}x{source.Columns} matrix does not fit a {destination.Rows}x{destination.Columns} destination.");
        }

        if (destination.ColumnStride != 1 && destination.RowStride == 1)
        {
            (source, destination) = (source.Transposed, destination.Transposed);
        }

        if (source.ColumnStride == 1 && destination.ColumnStride == 1)
        {
            for (long i = 0; i < source.Rows; i++)
            {
                Buffer.MemoryCopy(
                    source.Pointer + i * source.RowStride,
                    destination.Pointer + i * destination.RowStride,
                    source.Columns * sizeof(T),
                    source.Columns * sizeof(T));
            }

            return;
        }

        bool blocked = source.RowStride == 1 && destination.ColumnStride == 1 && PanelPacking.HasTranspose4x4<T>();
        long rows = blocked ? source.Rows & ~3L : 0;
        long columns = blocked ? source.Columns & ~3L : 0;
        for (long i = 0; i < rows; i += 4)
        {
            for (long j = 0; j < columns; j += 4)
            {
                PanelPacking.Transpose4x4(
                    source.Pointer + i + j * source.ColumnStride,
                    source.ColumnStride,
                    destination.Pointer + i * destination.RowStride + j,
                    destination.RowStride);
            }
        }

        CopyElements(source, destination, 0, rows, columns);
        CopyElements(source, destination, rows, source.Rows, 0);
    }

    private static void CopyElements<T>(HostMatrix<T> source, HostMatrix<T> destination, long firstRow, long lastRow, long firstColumn)
        where T : unmanaged
    {
        for (long i = firstRow; i < lastRow; i++)
        {
            for (long j = firstColumn; j < source.Columns; j++)
            {
                destination[i, j] = source[i, j];
            }
        }
    }
}
