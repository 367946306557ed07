using Panther.Jit.Backends.Cpu;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>A kernel for the CPU device. Code is made for one group shape, so there is one for each shape that was launched.</summary>
/// <param name="device">The device.</param>
/// <param name="name">The name, for messages.</param>
/// <param name="compile">Makes the code for a group shape; called once for each.</param>
internal sealed class CpuKernel(Device device, string name, Func<Index3D, CpuKernelCode> compile) : CompiledKernel(device, name)
{
    private readonly Lock compiling = new();
    private Shape[] shapes = [];

    /// <summary>The code for a group shape.</summary>
    public CpuKernelCode CodeFor(Index3D group)
    {
        foreach (Shape shape in shapes)
        {
            if (shape.Group == group)
            {
                return shape.Code;
            }
        }

        return Compile(group);
    }

    /// <inheritdoc/>
    public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
    {
        CpuKernelCode code = CodeFor(config.GroupDim);
        long shared = code.SharedBytes + config.DynamicSharedBytes;
        if (shared > Device.MaxSharedBytesPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config), $"{Name} asks for {shared} bytes of shared memory in a group; {Device.Id} has {Device.MaxSharedBytesPerGroup}.");
        }

        ((CpuStream)stream).EnqueueKernel(Name, code, config, parameterBlock);
    }

    private CpuKernelCode Compile(Index3D group)
    {
        lock (compiling)
        {
            if (shapes.FirstOrDefault(shape => shape.Group == group) is { } known)
            {
                return known.Code;
            }

            CpuKernelCode code = compile(group);
            shapes = [.. shapes, new Shape(group, code)];
            return code;
        }
    }

    private sealed record Shape(Index3D Group, CpuKernelCode Code);
}
