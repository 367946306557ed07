using System.Numerics;

namespace Panther.Core;

/// <summary>The solution of a least-squares problem that stays on the device; dispose it to give its memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceLeastSquaresResult<T> : LeastSquaresResult<DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose() => Solution.Dispose();
}
