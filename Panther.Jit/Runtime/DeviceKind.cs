namespace Panther.Jit.Runtime;

/// <summary>The kind of a <see cref="Device"/>.</summary>
public enum DeviceKind
{
    /// <summary>The processor of this machine: kernels run as vector code, groups spread over the cores.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU, reached through the CUDA driver.</summary>
    Cuda,
}
