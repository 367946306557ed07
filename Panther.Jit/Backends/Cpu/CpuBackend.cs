using Panther.Jit.Backends.Cpu.Emission;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu;

/// <summary>
/// Compiles a kernel to vector code of this machine: warps of <see cref="CpuTarget.Lanes"/> threads run in lock step as the elements of vectors, in a method
/// emitted at run time. Uniform values stay scalar, parted control flow runs under masks, barriers split the kernel into phases.
/// </summary>
internal static class CpuBackend
{
    /// <summary>Compiles a kernel that the passes are done with. The function is changed: blocks end at barriers.</summary>
    /// <exception cref="Compilation.KernelCompilationException">The kernel has a loop with two entries.</exception>
    public static CpuKernelCode Compile(KernelFunction function, CpuTarget target) => KernelEmitter.Emit(function, target);
}
