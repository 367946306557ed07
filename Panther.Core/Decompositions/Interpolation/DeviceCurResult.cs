using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Panther.Core;

/// <summary>A CUR decomposition whose factors stay on the device; dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceCurResult<T> : CurResult<DeviceMatrix<T>, DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [SetsRequiredMembers]
    internal DeviceCurResult(CurResult<DeviceMatrix<T>, DeviceMatrix<T>> result)
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
