namespace Panther.Jit.Runtime.OpenCl;

/// <summary>What can be asked of platforms, devices, programs, kernels and events (<c>CL_..._INFO</c> names).</summary>
internal enum OpenClQuery : uint
{
    PlatformVersion = 0x0901,
    PlatformName = 0x0902,

    DeviceType = 0x1000,
    DeviceMaxComputeUnits = 0x1002,
    DeviceMaxWorkGroupSize = 0x1004,
    DeviceMaxWorkItemSizes = 0x1005,
    DeviceAddressBits = 0x100D,
    DeviceMaxMemAllocSize = 0x1010,
    DeviceSingleFpConfig = 0x101B,
    DeviceGlobalMemSize = 0x101F,
    DeviceLocalMemSize = 0x1023,
    DeviceEndianLittle = 0x1026,
    DeviceAvailable = 0x1027,
    DeviceCompilerAvailable = 0x1028,
    DeviceName = 0x102B,
    DriverVersion = 0x102D,
    DeviceVersion = 0x102F,
    DeviceExtensions = 0x1030,
    DeviceDoubleFpConfig = 0x1032,
    DeviceOpenClCVersion = 0x103D,

    ProgramBinarySizes = 0x1165,
    ProgramBinaries = 0x1166,
    ProgramBuildLog = 0x1183,

    KernelWorkGroupSize = 0x11B0,
    KernelLocalMemSize = 0x11B2,

    EventCommandExecutionStatus = 0x11D3,

    ProfilingCommandEnd = 0x1283,
}
