namespace Panther.Jit.Runtime.Cuda;

/// <summary>Device attributes (<c>CUdevice_attribute</c>).</summary>
internal enum CudaAttribute
{
    MaxThreadsPerBlock = 1,
    WarpSize = 10,
    MultiprocessorCount = 16,
    ComputeMode = 20,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
    MaxSharedMemoryPerBlockOptIn = 97,
}
