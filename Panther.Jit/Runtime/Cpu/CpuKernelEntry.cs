namespace Panther.Jit.Runtime.Cpu;

/// <summary>Compiled code of a CPU kernel: executes a range of groups on the calling thread.</summary>
/// <param name="parameters">The parameter block, aligned to 64 bytes.</param>
/// <param name="firstGroup">The linear index of the first group: x + gridX * (y + gridY * z).</param>
/// <param name="lastGroup">The linear index behind the last group.</param>
/// <param name="gridX">Groups in the first direction.</param>
/// <param name="gridY">Groups in the second direction.</param>
/// <param name="gridZ">Groups in the third direction.</param>
/// <param name="scratch">The thread's working memory, aligned to 64 bytes, with undefined contents: <see cref="CpuKernelCode.ScratchBytes"/> bytes and
/// behind them the dynamic shared memory.</param>
/// <param name="dynamicSharedBytes">The bytes of dynamic shared memory.</param>
internal unsafe delegate void CpuKernelEntry(
    byte* parameters, long firstGroup, long lastGroup, long gridX, long gridY, long gridZ, byte* scratch, int dynamicSharedBytes);
