using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>The groups of the kernel that a stream executes; one object a stream, reused.</summary>
internal sealed unsafe class KernelGroups : IGroupBody
{
    private CpuKernelCode? code;
    private byte* parameters;
    private Index3D grid;

    public void Set(CpuKernelCode kernel, byte* block, Index3D gridDim)
    {
        code = kernel;
        parameters = block;
        grid = gridDim;
    }

    public void Execute(long first, long last, int worker)
        => code!.Entry(parameters, first, last, grid.X, grid.Y, grid.Z, ScratchMemory.Get(code.ScratchBytes));
}
