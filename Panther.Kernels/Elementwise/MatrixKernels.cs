using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Elementwise;

/// <summary>
/// Kernels on matrices stored by rows; columns run along X, rows along Y and are walked in steps of the grid's height. Element (i, j) of a
/// matrix is at i·leading dimension + j.
/// </summary>
internal static class MatrixKernels
{
    /// <summary>destination = diagonal matrix with one value on the diagonal.</summary>
    public static void Identity<T>(RowMatrix<T> destination, T diagonal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = row == index.X ? diagonal : T.Zero;
            }
        }
    }

    /// <summary>destination = source, element by element.</summary>
    public static void Copy<T>(RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = source[row, index.X];
            }
        }
    }

    /// <summary>destination = source, each element rounded to the nearest value of the other type.</summary>
    public static void Convert<TSource, TDestination>(RowMatrix<TSource> source, RowMatrix<TDestination> destination)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = TDestination.CreateTruncating(source[row, index.X]);
            }
        }
    }

    /// <summary>Adds a value to each element of the main diagonal.</summary>
    public static void AddToDiagonal<T>(LongIndex1D index, RowMatrix<T> matrix, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => matrix[index.X, index.X] += value;

    /// <summary>destination = diag(factors) · source.</summary>
    public static void ScaleRows<T>(ArrayView<T> factors, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = factors[row] * source[row, index.X];
            }
        }
    }

    /// <summary>destination = source · diag(factors).</summary>
    public static void ScaleColumns<T>(ArrayView<T> factors, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            T factor = factors[index.X];
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = factor * source[row, index.X];
            }
        }
    }

    /// <summary>Column j of destination = column columns[j] of source.</summary>
    public static void GatherColumns<T>(ArrayView<int> columns, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            int column = columns[index.X];
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = source[row, column];
            }
        }
    }

    /// <summary>Row i of destination = row rows[i] of source.</summary>
    public static void GatherRows<T>(ArrayView<int> rows, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[row, index.X] = source[rows[row], index.X];
            }
        }
    }

    /// <summary>Row rows[i] of destination = row i of source.</summary>
    public static void ScatterRows<T>(ArrayView<int> rows, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < source.Columns)
        {
            for (long row = index.Y; row < source.Rows; row += Grid.DimY * Group.DimY)
            {
                destination[rows[row], index.X] = source[row, index.X];
            }
        }
    }
}
