using Panther.Jit.Backends.Cpu;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>The groups of the kernel that a stream executes; one object a stream, reused.</summary>
internal sealed unsafe class KernelGroups : IGroupBody
{
    private CpuKernelCode? code;
    private byte* parameters;
    private KernelConfig config;

    public void Set(CpuKernelCode kernel, byte* block, in KernelConfig launch)
    {
        code = kernel;
        parameters = block;
        config = launch;
    }

    public void Execute(long first, long last, int worker)
    {
        Index3D grid = config.GridDim;
        byte* scratch = ScratchMemory.Get(code!.ScratchBytes + config.DynamicSharedBytes);
        code.Entry(parameters, first, last, grid.X, grid.Y, grid.Z, scratch, config.DynamicSharedBytes);
    }
}
