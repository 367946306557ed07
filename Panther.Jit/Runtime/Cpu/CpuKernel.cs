using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>A kernel compiled for the CPU device.</summary>
/// <param name="device">The device.</param>
/// <param name="name">The name, for messages.</param>
/// <param name="select">Gives the code for a launch's group shape and dynamic shared memory; may compile it, and is called at every launch.</param>
internal sealed class CpuKernel(Device device, string name, Func<KernelConfig, CpuKernelCode> select) : CompiledKernel(device, name)
{
    /// <inheritdoc/>
    public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
        => ((CpuStream)stream).EnqueueKernel(Name, select(config), config.GridDim, parameterBlock);
}
