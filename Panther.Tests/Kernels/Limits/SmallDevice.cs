using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Devices for which launchers choose as for a GPU with some limits, run by the CPU device; a launch that asks for more is refused.</summary>
internal static class SmallDevice
{
    /// <summary>A device that runs its kernels.</summary>
    public static CpuDevice New(int threads, int sharedBytes) => new("cpu:small", Options(threads, sharedBytes, multiprocessors: 2));

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
