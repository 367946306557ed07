using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Sketch;

namespace Panther.Kernels.Pivoting;

/// <summary>Elements of kernel matrices of points.</summary>
internal static class KernelMatrixKernels
{
    /// <summary>destination[i, j] = exp(-factor · ‖point rows[i] - point columns[j]‖²); all points where <paramref name="isEveryRow"/>.</summary>
    public static void Gaussian<T>(
        StridedMatrix<T> points, ArrayView<int> rows, ArrayView<int> columns, T factor, RowMatrix<T> destination, SpecializedValue<bool> isEveryRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            int column = columns[index.X];
            for (long i = index.Y; i < destination.Rows; i += Grid.DimY * Group.DimY)
            {
                long row = isEveryRow ? i : rows[i];
                T sum = T.Zero;
                for (long k = 0; k < points.Columns; k++)
                {
                    T difference = points[row, k] - points[column, k];
                    sum = T.FusedMultiplyAdd(difference, difference, sum);
                }

                destination[i, index.X] = T.Exp(-factor * sum);
            }
        }
    }

    /// <summary>destination[i, j] = source[rows[i], columns[j]].</summary>
    public static void Gather<T>(StridedMatrix<T> source, ArrayView<int> rows, ArrayView<int> columns, RowMatrix<T> destination, SpecializedValue<bool> isEveryRow)
        where T : unmanaged
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            int column = columns[index.X];
            for (long i = index.Y; i < destination.Rows; i += Grid.DimY * Group.DimY)
            {
                destination[i, index.X] = source[isEveryRow ? i : rows[i], column];
            }
        }
    }

    /// <summary>destination[i] = source[i, i].</summary>
    public static void Diagonal<T>(LongIndex1D index, StridedMatrix<T> source, ArrayView<T> destination)
        where T : unmanaged
        => destination[index.X] = source[index.X, index.X];
}
