using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Panther.Core;

/// <summary>A CUR decomposition of a sparse matrix: the picked columns and rows are sparse, and the factors stay on the device. Dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class SparseCurResult<T> : CurResult<CsrMatrix<T>, DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [SetsRequiredMembers]
    internal SparseCurResult(CurResult<CsrMatrix<T>, DeviceMatrix<T>> result)
        : base(result)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        C.Dispose();
        U.Dispose();
        R.Dispose();
    }
}
