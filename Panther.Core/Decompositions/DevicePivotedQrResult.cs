using System.Numerics;

namespace Panther.Core;

/// <summary>A pivoted QR factorisation whose factors stay on the device; dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DevicePivotedQrResult<T> : PivotedQrResult<DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Q.Dispose();
        R.Dispose();
    }
}
