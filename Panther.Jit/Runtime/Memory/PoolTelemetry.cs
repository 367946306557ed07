using System.Diagnostics.Metrics;

namespace Panther.Jit.Runtime;

/// <summary>The open pools, for the observable instruments of the meter: one measurement for each device, tagged with its id.</summary>
internal static class PoolTelemetry
{
    private const string DeviceTag = "device";

    private static readonly Lock Gate = new();

    /// <summary>Weak, because a device that nobody disposes shall still be collected with its pool.</summary>
    private static readonly List<WeakReference<MemoryPool>> Pools = [];

    public static void Add(MemoryPool pool)
    {
        lock (Gate)
        {
            Pools.RemoveAll(entry => !entry.TryGetTarget(out _));
            Pools.Add(new WeakReference<MemoryPool>(pool));
        }
    }

    public static void Remove(MemoryPool pool)
    {
        lock (Gate)
        {
            Pools.RemoveAll(entry => !entry.TryGetTarget(out MemoryPool? target) || target == pool);
        }
    }

    /// <summary>Measures every open pool.</summary>
    public static IEnumerable<Measurement<long>> Measure(Func<MemoryPool, long> figure)
    {
        lock (Gate)
        {
            List<Measurement<long>> measurements = [];
            foreach (WeakReference<MemoryPool> entry in Pools)
            {
                if (entry.TryGetTarget(out MemoryPool? pool))
                {
                    measurements.Add(new Measurement<long>(figure(pool), new KeyValuePair<string, object?>(DeviceTag, pool.DeviceId)));
                }
            }

            return measurements;
        }
    }
}
