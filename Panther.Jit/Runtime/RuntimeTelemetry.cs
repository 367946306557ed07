using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Panther.Jit.Runtime;

/// <summary>The instruments of the source and meter named <c>Panther.Jit</c>; all cost a flag test when nobody listens.</summary>
internal static class RuntimeTelemetry
{
    private const string Name = "Panther.Jit";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Launches =
        Meter.CreateCounter<long>("panther.jit.launches", "{launch}", "Kernels enqueued.");

    public static readonly Counter<long> DriverAllocatedBytes =
        Meter.CreateCounter<long>("panther.jit.driver_allocated", "By", "Bytes asked of the driver or the operating system.");

    public static readonly Counter<long> PoolHitBytes =
        Meter.CreateCounter<long>("panther.jit.pool_reused", "By", "Bytes served from the pool.");

    public static readonly ObservableUpDownCounter<long> InUseBytes = Meter.CreateObservableUpDownCounter(
        "panther.jit.memory.in_use", () => PoolTelemetry.Measure(pool => pool.InUseBytes), "By", "Device memory that buffers hold, by device.");

    public static readonly ObservableGauge<long> PeakInUseBytes = Meter.CreateObservableGauge(
        "panther.jit.memory.peak", () => PoolTelemetry.Measure(pool => pool.PeakInUseBytes), "By", "The most device memory that buffers held at one time, by device.");

    public static readonly ObservableUpDownCounter<long> PooledBytes = Meter.CreateObservableUpDownCounter(
        "panther.jit.memory.pooled", () => PoolTelemetry.Measure(pool => pool.PooledBytes), "By", "Device memory that the pool keeps for reuse, by device.");

    public static readonly Counter<long> CompiledKernels =
        Meter.CreateCounter<long>("panther.jit.kernels_compiled", "{kernel}", "Kernels compiled, or loaded from the kernel cache on disk.");

    public static readonly Counter<long> KernelCacheHits =
        Meter.CreateCounter<long>("panther.jit.kernel_cache.hits", "{kernel}", "Kernels loaded from the kernel cache on disk.");

    public static readonly Counter<long> KernelCacheMisses =
        Meter.CreateCounter<long>("panther.jit.kernel_cache.misses", "{kernel}", "Kernels that were not in the kernel cache on disk.");

    public static readonly Counter<long> KernelCacheProblems =
        Meter.CreateCounter<long>("panther.jit.kernel_cache.problems", "{problem}", "Failures to read or write the kernel cache on disk.");

    public static readonly Counter<long> UndisposedBuffers =
        Meter.CreateCounter<long>("panther.jit.buffers_undisposed", "{buffer}", "Buffers collected without having been disposed.");
}
