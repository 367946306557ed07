using System.Globalization;
using Panther.Jit.Runtime;

namespace Quickstart.Checks;

/// <summary>What the program holds at one moment.</summary>
/// <param name="ManagedBytes">Live objects on the .NET heap, after a collection.</param>
/// <param name="DeviceBytes">Buffers in use on the device.</param>
/// <param name="PooledBytes">Device memory kept for the next buffers.</param>
internal readonly record struct MemoryUse(long ManagedBytes, long DeviceBytes, long PooledBytes)
{
    public static MemoryUse Now(Device device)
    {
        DeviceMemory memory = device.Memory;
        return new MemoryUse(GC.GetTotalMemory(forceFullCollection: true), memory.InUseBytes, memory.PooledBytes);
    }

    public override string ToString() => $"managed {Text(ManagedBytes)}, device {Text(DeviceBytes)} in use and {Text(PooledBytes)} pooled";

    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB");
}
