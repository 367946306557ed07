using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Devices for which launchers choose as for a GPU with some limits, run by the CPU device; a launch that asks for more is refused.</summary>
internal static class SmallDevice
{
    /// <summary>A device that runs its kernels.</summary>
    public static CpuDevice New(int threads, int sharedBytes) => new("cpu:small", Options(threads, sharedBytes, multiprocessors: 2));

    /// <summary>The OpenCL device that is there, as it would be if it were a GPU with such groups: without warps to speak of. Skips the test where there is none.</summary>
    public static Device OpenCl(int threads, int sharedBytes)
    {
        var device = (OpenClDevice)TestDevice.Get("opencl");
        return new OpenClDevice(
            device.Driver,
            device.Info with { Id = "opencl:small", Type = OpenClDeviceType.Gpu, MaxThreadsPerGroup = threads, MaxSharedBytesPerGroup = sharedBytes, ComputeUnits = 2 });
    }

    /// <summary>A device with the multiprocessors of an H200 that only notes what is launched.</summary>
    public static CpuDevice Recording(IKernelCompiler recorder, int threads, int sharedBytes)
        => new("cpu:recording", Options(threads, sharedBytes, multiprocessors: 132)) { Compiler = recorder };

    private static CpuDeviceOptions Options(int threads, int sharedBytes, int multiprocessors) => new()
    {
        Threads = multiprocessors,
        MaxThreadsPerGroup = threads,
        MaxSharedBytesPerGroup = sharedBytes,
        ActsAsGpu = true,
    };
}
