using System.Numerics;

namespace Panther.Core;

/// <summary>The solution of a ridge regression that stays on the device; dispose it to give its memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceRidgeResult<T> : RidgeResult<DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose() => Solution.Dispose();
}
