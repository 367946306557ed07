using System.Numerics;

namespace Panther.Core;

/// <summary>A truncated eigendecomposition whose vectors stay on the device; dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceEigenResult<T> : RandomizedEigenResult<DeviceMatrix<T>, T[]>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose() => Vectors.Dispose();
}
