using System.Numerics;

namespace Panther.Core;

/// <summary>A partial Cholesky factorisation whose factor stays on the device; dispose it to give its memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DevicePivotedCholeskyResult<T> : PivotedCholeskyResult<DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose() => Factor.Dispose();
}
