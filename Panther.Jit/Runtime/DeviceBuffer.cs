namespace Panther.Jit.Runtime;

/// <summary>
/// Memory of a device. Dispose it to give the memory back in stream order: work already enqueued may still use it. A buffer that is never
/// disposed is freed when neither it nor a view of it is reachable, and counted in <see cref="PantherDiagnostics.UndisposedBuffers"/>.
/// </summary>
public abstract class DeviceBuffer : IDisposable
{
    private protected DeviceBuffer(DeviceAllocation allocation) => Allocation = allocation;

    /// <summary>The device the memory belongs to.</summary>
    public Device Device => Allocation.Device;

    /// <summary>The size in bytes, without the pool's rounding.</summary>
    public long LengthInBytes => Allocation.Bytes;

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed => Allocation.IsDisposed;

    internal DeviceAllocation Allocation { get; }

    /// <summary>Gives the memory back to the device's pool, in stream order; does not block. Views of the buffer become unusable.</summary>
    public void Dispose()
    {
        Allocation.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected DeviceStream StreamOr(DeviceStream? stream) => stream ?? Allocation.Home;
}
