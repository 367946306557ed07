namespace Panther.Jit.Runtime.OpenCl;

/// <summary>What an OpenCL device is made of.</summary>
internal enum OpenClDeviceType
{
    Gpu,
    Accelerator,
    Cpu,
    Custom,
}
