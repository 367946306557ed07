namespace Panther.Jit.Runtime.Cpu;

/// <summary>How a CPU device runs kernels.</summary>
internal enum CpuExecution
{
    /// <summary>Compiled to vector code, groups spread over the cores.</summary>
    Vectorized,

    /// <summary>
    /// The C# method itself, one thread after another, so that a .NET debugger stops and steps in it. Where a kernel has barriers, each thread of a group
    /// gets a thread of .NET, and they take turns, from barrier to barrier.
    /// </summary>
    Sequential,
}
