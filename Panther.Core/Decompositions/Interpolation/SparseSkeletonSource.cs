using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>A sparse matrix, of which picked columns and rows are sparse too.</summary>
internal sealed class SparseSkeletonSource<T> : SkeletonSource<T, CsrMatrix<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CsrMatrix<T> matrix;

    /// <summary>Checks and measures the matrix.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public SparseSkeletonSource(CsrMatrix<T> matrix)
        : base(matrix)
    {
        this.matrix = matrix;
        Magnitude magnitude = matrix.Measure();
        Norm = magnitude.Norm;
        Scale = magnitude.ScaleToOne<T>();
        Passes = 1;
    }

    /// <inheritdoc/>
    public override CsrMatrix<T> Pick(bool areRows, int[] indices) => areRows ? matrix.SelectRows(indices) : matrix.SelectColumns(indices);

    /// <inheritdoc/>
    public override void CopyPanel(bool areRows, CsrMatrix<T> picked, ArrayView<T> panel)
    {
        using CsrMatrix<T>? transpose = areRows ? picked.Transpose() : null;
        CsrMatrix<T> columns = transpose ?? picked;
        using DeviceMatrix<T> identity = DeviceMatrix<T>.Allocate(matrix.Device, columns.Columns, columns.Columns);
        using DeviceMatrix<T> destination = DeviceMatrix<T>.Borrow(matrix.Device, panel, columns.Rows, columns.Columns, MatrixLayout.RowMajor);
        MatrixOperations.Identity(Stream, T.One, identity.Stored);
        columns.Multiply(identity, destination);
    }
}
