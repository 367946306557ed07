using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Elementwise;

/// <summary>
/// Elementwise work on row-major matrices in device memory. Every method enqueues and returns; a destination may be the same matrix as a
/// source, except where rows or columns are gathered or scattered. The results have the same bits on every device.
/// </summary>
internal static class MatrixOperations
{
    /// <summary>destination (m×n) = <paramref name="diagonal"/> on the main diagonal, zero elsewhere.</summary>
    /// <exception cref="ArgumentException">The matrix does not fit its view.</exception>
    public static void Identity<T>(DeviceStream queue, T diagonal, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.Validate();
        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<RowMatrix<T>, T>(MatrixKernels.Identity)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), destination, diagonal);
        }
    }

    /// <summary>destination (m×n) = source (m×n).</summary>
    /// <exception cref="ArgumentException">The shapes differ or a matrix does not fit its view.</exception>
    public static void Copy<T>(DeviceStream queue, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        source.ValidateSameShape(destination);
        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<RowMatrix<T>, RowMatrix<T>>(MatrixKernels.Copy)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), source, destination);
        }
    }

    /// <summary>destination (m×n) = diag(factors) · source (m×n), with m factors.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    public static void ScaleRows<T>(DeviceStream queue, ArrayView<T> factors, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        source.ValidateSameShape(destination);
        ThrowIfTooFew(factors.Length, destination.Rows);
        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<ArrayView<T>, RowMatrix<T>, RowMatrix<T>>(MatrixKernels.ScaleRows)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), factors, source, destination);
        }
    }

    /// <summary>destination (m×n) = source (m×n) · diag(factors), with n factors.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    public static void ScaleColumns<T>(DeviceStream queue, ArrayView<T> factors, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        source.ValidateSameShape(destination);
        ThrowIfTooFew(factors.Length, destination.Columns);
        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<ArrayView<T>, RowMatrix<T>, RowMatrix<T>>(MatrixKernels.ScaleColumns)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), factors, source, destination);
        }
    }

    /// <summary>Column j of destination (m×k) = column columns[j] of source (m×n). The indices are not checked.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    public static void GatherColumns<T>(DeviceStream queue, ArrayView<int> columns, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        source.Validate();
        destination.Validate();
        ThrowIfTooFew(columns.Length, destination.Columns);
        if (source.Rows != destination.Rows)
        {
            throw new ArgumentException($"The source has {source.Rows} rows and the destination {destination.Rows}.");
        }

        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<ArrayView<int>, RowMatrix<T>, RowMatrix<T>>(MatrixKernels.GatherColumns)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), columns, source, destination);
        }
    }

    /// <summary>Row i of destination (k×n) = row rows[i] of source (m×n). The indices are not checked.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    public static void GatherRows<T>(DeviceStream queue, ArrayView<int> rows, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        ThrowIfColumnsDiffer(source, destination);
        ThrowIfTooFew(rows.Length, destination.Rows);
        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<ArrayView<int>, RowMatrix<T>, RowMatrix<T>>(MatrixKernels.GatherRows)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), rows, source, destination);
        }
    }

    /// <summary>Row rows[i] of destination (m×n) = row i of source (k×n); other rows stay. The indices are not checked; each row should be named once.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together or a matrix does not fit its view.</exception>
    public static void ScatterRows<T>(DeviceStream queue, ArrayView<int> rows, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        ThrowIfColumnsDiffer(source, destination);
        ThrowIfTooFew(rows.Length, source.Rows);
        if (!source.IsEmpty)
        {
            queue.Device.LoadKernel<ArrayView<int>, RowMatrix<T>, RowMatrix<T>>(MatrixKernels.ScatterRows)
                .Launch(queue, PlaneGrid.Cover(queue.Device, source.Columns, source.Rows), rows, source, destination);
        }
    }

    /// <summary>destination (m×n) = source (m×n), each element rounded to the nearest value of the other type.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a matrix does not fit its view.</exception>
    public static void Convert<TSource, TDestination>(DeviceStream queue, RowMatrix<TSource> source, RowMatrix<TDestination> destination)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
    {
        source.ValidateSameShape(destination);
        if (!destination.IsEmpty)
        {
            queue.Device.LoadKernel<RowMatrix<TSource>, RowMatrix<TDestination>>(MatrixKernels.Convert)
                .Launch(queue, PlaneGrid.Cover(queue.Device, destination.Columns, destination.Rows), source, destination);
        }
    }

    /// <summary>Adds <paramref name="value"/> to each element of the main diagonal of a matrix (m×n).</summary>
    /// <exception cref="ArgumentException">The matrix does not fit its view.</exception>
    public static void AddToDiagonal<T>(DeviceStream queue, RowMatrix<T> matrix, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        matrix.Validate();
        queue.Device.LoadKernel<LongIndex1D, RowMatrix<T>, T>(MatrixKernels.AddToDiagonal)
            .Launch(queue, new LongIndex1D(Math.Min(matrix.Rows, matrix.Columns)), matrix, value);
    }

    private static void ThrowIfColumnsDiffer<T>(RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged
    {
        source.Validate();
        destination.Validate();
        if (source.Columns != destination.Columns)
        {
            throw new ArgumentException($"The source has {source.Columns} columns and the destination {destination.Columns}.");
        }
    }

    private static void ThrowIfTooFew(long length, long needed)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{needed} values are needed and {length} are given.");
        }
    }
}
