namespace Panther.Jit.Backends.Cpu;

/// <summary>Runs a range of groups of a launch.</summary>
/// <param name="parameters">The launch's parameter block.</param>
/// <param name="firstGroup">The first group: x + gridX * (y + gridY * z).</param>
/// <param name="lastGroup">The group after the last.</param>
/// <param name="gridX">The groups in X.</param>
/// <param name="gridY">The groups in Y.</param>
/// <param name="gridZ">The groups in Z.</param>
/// <param name="scratch">
/// Memory of the calling thread alone, aligned to 64 bytes: <see cref="CpuKernelCode.ScratchBytes"/> bytes and behind them the dynamic shared memory.
/// </param>
/// <param name="dynamicSharedBytes">The bytes of dynamic shared memory.</param>
internal unsafe delegate void CpuKernelEntry(
    byte* parameters, long firstGroup, long lastGroup, long gridX, long gridY, long gridZ, byte* scratch, int dynamicSharedBytes);

/// <summary>A kernel compiled for one group shape.</summary>
/// <param name="Entry">The code.</param>
/// <param name="ScratchBytes">The scratch memory that each calling thread brings, without the dynamic shared memory; a multiple of 64.</param>
/// <param name="SharedBytes">What of it is the group's static shared memory.</param>
internal sealed record CpuKernelCode(CpuKernelEntry Entry, long ScratchBytes, long SharedBytes);
