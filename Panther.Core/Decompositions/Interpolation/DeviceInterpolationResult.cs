using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Panther.Core;

/// <summary>An interpolative decomposition whose factors stay on the device; dispose it to give their memory back.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceInterpolationResult<T> : InterpolationResult<DeviceMatrix<T>, DeviceMatrix<T>>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [SetsRequiredMembers]
    internal DeviceInterpolationResult(InterpolationResult<DeviceMatrix<T>, DeviceMatrix<T>> result)
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
