using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Panther.Core;

/// <summary>An interpolative decomposition of a sparse matrix: the picked columns or rows are sparse, and the factors stay on the device. Dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class SparseInterpolationResult<T> : InterpolationResult<CsrMatrix<T>, DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [SetsRequiredMembers]
    internal SparseInterpolationResult(InterpolationResult<CsrMatrix<T>, DeviceMatrix<T>> result)
        : base(result)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Skeleton.Dispose();
        Coefficients.Dispose();
    }
}
