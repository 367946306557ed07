using System.Numerics;

namespace Panther.Core;

/// <summary>A truncated singular value decomposition whose factors stay on the device; dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceSvdResult<T> : RandomizedSvdResult<DeviceMatrix<T>, T[]>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose()
    {
        U.Dispose();
        V.Dispose();
    }
}
