namespace Panther.Jit.Runtime.Cpu;

/// <summary>Code for one group shape.</summary>
/// <param name="Entry">The code.</param>
/// <param name="ScratchBytes">The working memory that a thread needs to execute a group, without the dynamic shared memory; a multiple of 64.</param>
internal sealed record CpuKernelCode(CpuKernelEntry Entry, long ScratchBytes);
