namespace Panther.Jit.Runtime;

/// <summary>A device's memory at one moment, in bytes.</summary>
/// <param name="TotalBytes">Memory the device has (for the CPU: memory this process may use).</param>
/// <param name="FreeBytes">Memory that the driver could still hand out; what the pool holds is not in it.</param>
/// <param name="PooledBytes">Memory held by Panther's pool and not in use by a buffer.</param>
/// <param name="InUseBytes">Memory held by buffers that are not disposed, rounded up to the pool's size classes.</param>
/// <param name="PeakInUseBytes">The largest <paramref name="InUseBytes"/> so far.</param>
/// <param name="BuffersInUse">How many buffers hold memory.</param>
public readonly record struct DeviceMemory(
    long TotalBytes, long FreeBytes, long PooledBytes, long InUseBytes, long PeakInUseBytes, long BuffersInUse);
