using System.Collections.Concurrent;
using Panther.Jit.Compilation.Store;

namespace Panther.Jit.Runtime;

/// <summary>Process-wide counters of buffers that were never disposed, and the state of the kernel cache on disk.</summary>
public static class PantherDiagnostics
{
    private const int KeptStacks = 64;

    private static readonly ConcurrentQueue<string> Stacks = new();
    private static long undisposedBuffers;

    /// <summary>How many buffers were collected without having been disposed. Their memory went back to the pool, later than it could have.</summary>
    public static long UndisposedBuffers => Interlocked.Read(ref undisposedBuffers);

    /// <summary>Whether buffers remember where they were allocated, so that a leak can be traced. Costs a stack walk per allocation; off by default.</summary>
    public static bool CaptureAllocationStacks { get; set; }

    /// <summary>Where the last undisposed buffers (at most 64) were allocated; only those made while <see cref="CaptureAllocationStacks"/> was on.</summary>
    public static IReadOnlyList<string> UndisposedAllocationStacks => [.. Stacks];

    /// <summary>The directory in which compiled kernels are kept from process to process; <see langword="null"/> when they are not: the environment variable
    /// <c>PANTHER_CACHE</c> is <c>off</c>, or there is no directory for caches and <c>PANTHER_CACHE_DIR</c> names none.</summary>
    public static string? KernelCacheDirectory => KernelStore.Default?.Directory;

    /// <summary>The first failure to read or write the kernel cache in this process, as a sentence; <see langword="null"/> when there was none. Such a
    /// failure never fails a compilation.</summary>
    public static string? KernelCacheProblem => KernelStore.Default?.Problem;

    internal static void CountUndisposed(string? allocationStack)
    {
        Interlocked.Increment(ref undisposedBuffers);
        RuntimeTelemetry.UndisposedBuffers.Add(1);
        if (allocationStack is null)
        {
            return;
        }

        Stacks.Enqueue(allocationStack);
        while (Stacks.Count > KeptStacks)
        {
            Stacks.TryDequeue(out _);
        }
    }
}
