namespace Panther.Jit.Runtime.Cpu;

/// <summary>How a CPU device is set up.</summary>
internal sealed record CpuDeviceOptions
{
    /// <summary>The environment variable that limits the worker threads of the process's CPU device.</summary>
    public const string ThreadsVariable = "PANTHER_CPU_THREADS";

    /// <summary>The environment variable that makes the process's CPU device run kernels as plain C#: <c>sequential</c>.</summary>
    public const string ExecutionVariable = "PANTHER_CPU_EXECUTION";

    /// <summary>All processors, unless <see cref="ThreadsVariable"/> says fewer.</summary>
    public static CpuDeviceOptions Default { get; } = new()
    {
        Threads = int.TryParse(Environment.GetEnvironmentVariable(ThreadsVariable), out int threads) && threads > 0
            ? threads
            : Environment.ProcessorCount,
        Execution = string.Equals(Environment.GetEnvironmentVariable(ExecutionVariable), nameof(CpuExecution.Sequential), StringComparison.OrdinalIgnoreCase)
            ? CpuExecution.Sequential
            : CpuExecution.Vectorized,
    };

    /// <summary>Threads that execute the groups of a kernel together.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How long a stream without work keeps its thread; the next command gets another.</summary>
    public TimeSpan StreamPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How kernels are run.</summary>
    public CpuExecution Execution { get; init; }

    /// <summary>The most threads a group may have.</summary>
    public int MaxThreadsPerGroup { get; init; } = 1024;

    /// <summary>The most shared memory a group may have. As much as current GPUs have, so that a tile chosen for one fits the other; it still fits a core's second-level cache.</summary>
    public int MaxSharedBytesPerGroup { get; init; } = 227 << 10;

    /// <summary>Whether the device says of itself that it is no processor and runs no routines of the host, so that launchers choose for it what they would for a GPU with its limits.</summary>
    public bool ActsAsGpu { get; init; }

    /// <summary>The most bytes that buffers may hold together, pooled ones included.</summary>
    public long MemoryLimit { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
