namespace Panther.Jit.Runtime;

/// <summary>How a kernel is compiled. Part of the key of the kernel cache: equal options share code.</summary>
public sealed record JitOptions
{
    /// <summary>The defaults: IEEE arithmetic.</summary>
    public static JitOptions Default { get; } = new();

    /// <summary>Lets the compiler contract products and sums and use the device's approximate functions. Results may differ in the last bits. Off by default.</summary>
    public bool FastMath { get; init; }

    /// <summary>
    /// Keeps source lines in the generated code, and checks the indices of views, arrays and spans: one outside is reported as
    /// <see cref="KernelBoundsException"/> at the next synchronization with the stream or copy from it. Off by default.
    /// </summary>
    public bool Debug { get; init; }

    /// <summary>An upper bound of the threads in a group that the kernel will be launched with, 0 for the device's own: lets the compiler spend more registers on a thread.</summary>
    public int MaxThreadsPerGroup { get; init; }

    /// <summary>Groups that should fit on one multiprocessor together, 0 for no wish: limits the registers of a thread.</summary>
    public int MinGroupsPerMultiprocessor { get; init; }

    /// <summary>
    /// How many bytes in a row an NVIDIA device brings into its second-level cache when the kernel reads some of them: 64, 128 or 256, 0 for the device's own choice. More than are asked for
    /// pay where groups that run at the same time read pieces of 32 bytes side by side. By CUDA 11.4 or later and from compute capability 8.0 on; elsewhere it changes nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bytes.</exception>
    public int CacheFetchBytes
    {
        get;
        init => field = value is 0 or 64 or 128 or 256
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The bytes that are brought into the cache are 64, 128, 256, or 0 for the device's own choice.");
    }
}
