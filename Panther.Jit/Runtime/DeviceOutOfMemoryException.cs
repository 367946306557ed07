namespace Panther.Jit.Runtime;

/// <summary>A device had no memory left for a buffer, even after the pool was emptied and unreachable buffers were collected.</summary>
public sealed class DeviceOutOfMemoryException : DeviceException
{
    internal DeviceOutOfMemoryException(string deviceId, long requestedBytes, DeviceMemory memory)
        : base($"{deviceId}: out of memory: {requestedBytes:N0} bytes requested, {memory.FreeBytes:N0} free, {memory.PooledBytes:N0} pooled, "
            + $"{memory.InUseBytes:N0} in use by {memory.BuffersInUse:N0} buffers, {memory.TotalBytes:N0} in total.")
    {
        RequestedBytes = requestedBytes;
        Memory = memory;
    }

    /// <summary>The size of the request in bytes, rounded up to the pool's size class.</summary>
    public long RequestedBytes { get; }

    /// <summary>The device's memory after the pool was emptied.</summary>
    public DeviceMemory Memory { get; }
}
