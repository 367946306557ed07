using Panther.Jit.Runtime;

namespace Panther.Bench.Soak;

/// <summary>The memory of process and device at one moment, in bytes.</summary>
internal sealed record SoakSample(long Launches, TimeSpan Elapsed, long ManagedHeap, long Resident, long InUse, long Pooled, int Collections)
{
    /// <summary>What a heap of the same contents may differ by: lists that doubled, segments of threads.</summary>
    private const long HeapNoise = 1 << 20;

    /// <summary>What the process may differ by: the allocators of .NET, of the driver and of the C library keep more or less.</summary>
    private const long ResidentNoise = 48 << 20;

    public static string Header => $"{"launches",12} {"seconds",9} {"heap KB",9} {"RSS MB",8} {"in use KB",10} {"pooled KB",10} {"GCs",6}";

    public static SoakSample Take(Device device, long launches, TimeSpan elapsed)
    {
        device.DefaultStream.Synchronize();
        int collections = GC.CollectionCount(0);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        DeviceMemory memory = device.Memory;
        return new SoakSample(launches, elapsed, heap, Environment.WorkingSet, memory.InUseBytes, memory.PooledBytes, collections);
    }

    /// <summary>What grew since a sample, or null.</summary>
    public static string? Growth(SoakSample first, IEnumerable<SoakSample> samples)
    {
        foreach (SoakSample sample in samples)
        {
            if (sample.ManagedHeap > first.ManagedHeap + HeapNoise)
            {
                return $"the managed heap went from {first.ManagedHeap} to {sample.ManagedHeap} bytes";
            }

            if (sample.Resident > first.Resident + ResidentNoise)
            {
                return $"the process went from {first.Resident} to {sample.Resident} bytes";
            }

            if (sample.InUse != first.InUse)
            {
                return $"memory in use went from {first.InUse} to {sample.InUse} bytes";
            }

            if (sample.Pooled > SoakWork.PoolLimit)
            {
                return $"the pool holds {sample.Pooled} bytes, more than its limit";
            }
        }

        return null;
    }

    public override string ToString() =>
        $"{Launches,12} {Elapsed.TotalSeconds,9:F1} {ManagedHeap >> 10,9} {Resident >> 20,8} {InUse >> 10,10} {Pooled >> 10,10} {Collections,6}";
}
