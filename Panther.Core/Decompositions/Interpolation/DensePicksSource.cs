using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Core;

/// <summary>A sparse matrix that was passed as an operator, of which picked columns and rows are dense, as those of operators are.</summary>
internal sealed class DensePicksSource<T>(CsrMatrix<T> matrix) : SparseSkeletonSource<T, DeviceMatrix<T>>(matrix)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override DeviceMatrix<T> Pick(bool areRows, int[] indices)
    {
        using var made = new DisposalList();
        using CsrMatrix<T> stored = PickStored(areRows, indices);
        DeviceMatrix<T> picked = made.Add(DeviceMatrix<T>.Allocate(
            Stream.Device, stored.Rows, stored.Columns, areRows ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor));
        Fill(areRows, stored, picked.View);
        made.Release();
        return picked;
    }

    /// <inheritdoc/>
    public override void CopyPanel(bool areRows, DeviceMatrix<T> picked, ArrayView<T> panel) => Stream.Copy(picked.View, panel);
}
