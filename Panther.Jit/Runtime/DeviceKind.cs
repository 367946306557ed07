namespace Panther.Jit.Runtime;

/// <summary>The kind of a <see cref="Device"/>.</summary>
public enum DeviceKind
{
    /// <summary>The processor of this machine: kernels run as vector code, groups spread over the cores.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU, reached through the CUDA driver.</summary>
    Cuda,

    /// <summary>A GPU, an accelerator or a processor, reached through an OpenCL driver (OpenCL 1.2 or later).</summary>
    OpenCl,
}
