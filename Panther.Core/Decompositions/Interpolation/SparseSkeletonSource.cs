using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Core;

/// <summary>A sparse matrix, of which picked columns and rows are sparse too.</summary>
internal sealed class SparseSkeletonSource<T>(CsrMatrix<T> matrix) : SparseSkeletonSource<T, CsrMatrix<T>>(matrix)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override CsrMatrix<T> Pick(bool areRows, int[] indices) => PickStored(areRows, indices);

    /// <inheritdoc/>
    public override void CopyPanel(bool areRows, CsrMatrix<T> picked, ArrayView<T> panel) => Fill(areRows, picked, panel);
}
