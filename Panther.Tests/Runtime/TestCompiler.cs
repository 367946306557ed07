using Panther.Jit.Backends.Cpu;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

/// <summary>A compiler that gives every kernel the same hand-written entry, and remembers what it was asked for.</summary>
internal sealed class TestCompiler(CpuKernelEntry entry, long scratchBytes = 0) : IKernelCompiler
{
    public List<KernelRequest> Requests { get; } = [];

    public List<Index3D> Shapes { get; } = [];

    public List<KernelConfig> Launches { get; } = [];

    public CompiledKernel Compile(Device device, KernelRequest request)
    {
        Requests.Add(request);
        CpuKernelCode code = new(entry, scratchBytes, SharedBytes: 0);
        return new Recording(this, new CpuKernel(device, request.Name, shape =>
        {
            Shapes.Add(shape);
            return code;
        }));
    }

    private sealed class Recording(TestCompiler compiler, CpuKernel kernel) : CompiledKernel(kernel.Device, kernel.Name)
    {
        public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
        {
            compiler.Launches.Add(config);
            kernel.Launch(stream, config, parameterBlock);
        }
    }
}
