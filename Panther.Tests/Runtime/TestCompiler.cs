using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

/// <summary>A compiler that gives every kernel the same hand-written entry, and remembers what it was asked for.</summary>
internal sealed class TestCompiler(CpuKernelEntry entry, long scratchBytes = 0) : IKernelCompiler
{
    public List<KernelRequest> Requests { get; } = [];

    public List<KernelConfig> Launches { get; } = [];

    public bool KeepLaunches { get; init; } = true;

    public CompiledKernel Compile(Device device, KernelRequest request)
    {
        Requests.Add(request);
        CpuKernelCode code = new(entry, scratchBytes);
        return new CpuKernel(device, request.Name, config =>
        {
            if (KeepLaunches)
            {
                Launches.Add(config);
            }

            return code;
        });
    }
}
