namespace Panther.Jit.Dialect;

/// <summary>Orders this thread's memory accesses before the fence against those after it, as others see them.</summary>
public static class MemoryFence
{
    /// <summary>As seen by the group.</summary>
    [Intrinsic(Intrinsic.FenceGroup)]
    public static void GroupLevel() => Interlocked.MemoryBarrier();

    /// <summary>As seen by the whole device.</summary>
    [Intrinsic(Intrinsic.FenceDevice)]
    public static void DeviceLevel() => Interlocked.MemoryBarrier();

    /// <summary>As seen by the device and the host.</summary>
    [Intrinsic(Intrinsic.FenceSystem)]
    public static void SystemLevel() => Interlocked.MemoryBarrier();
}
