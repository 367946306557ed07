using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Runtime;

/// <summary>Devices of a test's own, so that pools and counters are not shared between tests.</summary>
internal static class TestDevices
{
    public static CpuDevice Cpu(string id = "cpu:test", int threads = 3, long memoryLimit = 1L << 30)
        => new(id, new CpuDeviceOptions { Threads = threads, MemoryLimit = memoryLimit });

    public static CpuDevice Cpu(IKernelCompiler compiler, int threads = 3)
        => new("cpu:test", new CpuDeviceOptions { Threads = threads }) { Compiler = compiler };

    /// <summary>The first CUDA device; skips the test, with discovery's reason, when there is none.</summary>
    public static CudaDevice Cuda()
    {
        if (Device.All.OfType<CudaDevice>().FirstOrDefault() is { } device)
        {
            return device;
        }

        Assert.Skip(string.Join("; ", Device.Discovery.Where(candidate => candidate.Kind == DeviceKind.Cuda)));
        throw new InvalidOperationException("Skipping does not return.");
    }
}
