using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>A sparse matrix: its norm is exact, and its columns and rows are picked from what is stored.</summary>
internal abstract class SparseSkeletonSource<T, TSkeleton> : SkeletonSource<T, TSkeleton>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSkeleton : ILinearOperator<T>, IDisposable
{
    private readonly CsrMatrix<T> matrix;

    /// <summary>Checks and measures the matrix.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    protected SparseSkeletonSource(CsrMatrix<T> matrix)
        : base(matrix)
    {
        this.matrix = matrix;
        Magnitude magnitude = matrix.Measure();
        Norm = magnitude.Norm;
        Scale = magnitude.ScaleToOne<T>();
        Passes = 1;
    }

    /// <summary>Returns columns of A, m×k, or rows, k×n, as they are stored.</summary>
    protected CsrMatrix<T> PickStored(bool areRows, int[] indices) => areRows ? matrix.SelectRows(indices) : matrix.SelectColumns(indices);

    /// <summary>panel = picked columns, m×k, or the transpose of picked rows, n×k: dense, by rows.</summary>
    protected void Fill(bool areRows, CsrMatrix<T> picked, ArrayView<T> panel)
    {
        using CsrMatrix<T>? transpose = areRows ? picked.Transpose() : null;
        CsrMatrix<T> columns = transpose ?? picked;
        using DeviceMatrix<T> identity = DeviceMatrix<T>.Allocate(matrix.Device, columns.Columns, columns.Columns);
        using DeviceMatrix<T> destination = DeviceMatrix<T>.Borrow(matrix.Device, panel, columns.Rows, columns.Columns, MatrixLayout.RowMajor);
        MatrixOperations.Identity(Stream, T.One, identity.Stored);
        columns.Multiply(identity, destination);
    }
}
