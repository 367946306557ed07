using System.Text.RegularExpressions;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>What the driver says about a device, read without making a context.</summary>
internal sealed record OpenClDeviceInfo
{
    private const ulong CpuType = 1 << 1;
    private const ulong GpuType = 1 << 2;
    private const ulong AcceleratorType = 1 << 3;
    private const ulong CorrectlyRoundedDivideSqrt = 1 << 7;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required nint Platform { get; init; }

    public required string PlatformName { get; init; }

    public required nint Handle { get; init; }

    public required OpenClDeviceType Type { get; init; }

    public required Version Version { get; init; }

    /// <summary>The version of OpenCL C that the compiler takes without being asked for another.</summary>
    public required Version LanguageVersion { get; init; }

    public required string DriverVersion { get; init; }

    public required bool Available { get; init; }

    public required bool HasCompiler { get; init; }

    public required bool LittleEndian { get; init; }

    public required uint AddressBits { get; init; }

    public required int MaxThreadsPerGroup { get; init; }

    public required int MaxSharedBytesPerGroup { get; init; }

    public required int ComputeUnits { get; init; }

    public required long TotalBytes { get; init; }

    public required long LargestAllocation { get; init; }

    public required bool Float64 { get; init; }

    public required bool Float16 { get; init; }

    public required bool Int64Atomics { get; init; }

    public required bool RoundsDivision { get; init; }

    /// <summary>Whether the compiler takes NVIDIA's own options.</summary>
    public required bool HasNvidiaOptions { get; init; }

    /// <summary>
    /// Whether asking for a binary has the driver compile. PoCL then compiles each kernel once more, for groups of any size, and its own cache keeps what it compiles for launches anyway.
    /// </summary>
    public bool CompilesForBinaries => IsPocl;

    /// <summary>Whether Clang's header of all built-in functions is read before each program (see <see cref="PoclHeader"/>).</summary>
    public bool ReadsPoclHeader => IsPocl && Type == OpenClDeviceType.Cpu;

    private bool IsPocl => PlatformName == "Portable Computing Language";

    public static OpenClDeviceInfo Read(OpenClDriver driver, nint platform, nint device, string id)
    {
        ulong type = driver.DeviceValue<ulong>(device, OpenClQuery.DeviceType);
        string[] extensions = driver.DeviceText(device, OpenClQuery.DeviceExtensions).Split(' ');
        return new OpenClDeviceInfo
        {
            Id = id,
            Name = driver.DeviceText(device, OpenClQuery.DeviceName),
            Platform = platform,
            PlatformName = driver.PlatformText(platform, OpenClQuery.PlatformName),
            Handle = device,
            Type = (type & GpuType) != 0 ? OpenClDeviceType.Gpu
                : (type & CpuType) != 0 ? OpenClDeviceType.Cpu
                : (type & AcceleratorType) != 0 ? OpenClDeviceType.Accelerator
                : OpenClDeviceType.Custom,
            Version = NumberIn(driver.DeviceText(device, OpenClQuery.DeviceVersion)),
            LanguageVersion = NumberIn(driver.DeviceText(device, OpenClQuery.DeviceOpenClCVersion)),
            DriverVersion = driver.DeviceText(device, OpenClQuery.DriverVersion),
            Available = driver.DeviceValue<uint>(device, OpenClQuery.DeviceAvailable) != 0,
            HasCompiler = driver.DeviceValue<uint>(device, OpenClQuery.DeviceCompilerAvailable) != 0,
            LittleEndian = driver.DeviceValue<uint>(device, OpenClQuery.DeviceEndianLittle) != 0,
            AddressBits = driver.DeviceValue<uint>(device, OpenClQuery.DeviceAddressBits),
            MaxThreadsPerGroup = (int)Math.Min(int.MaxValue, driver.DeviceValue<nuint>(device, OpenClQuery.DeviceMaxWorkGroupSize)),
            MaxSharedBytesPerGroup = (int)Math.Min(int.MaxValue, driver.DeviceValue<ulong>(device, OpenClQuery.DeviceLocalMemSize)),
            ComputeUnits = (int)driver.DeviceValue<uint>(device, OpenClQuery.DeviceMaxComputeUnits),
            TotalBytes = (long)driver.DeviceValue<ulong>(device, OpenClQuery.DeviceGlobalMemSize),
            LargestAllocation = (long)driver.DeviceValue<ulong>(device, OpenClQuery.DeviceMaxMemAllocSize),
            Float64 = driver.DeviceValue<ulong>(device, OpenClQuery.DeviceDoubleFpConfig) != 0,
            Float16 = extensions.Contains("cl_khr_fp16"),
            Int64Atomics = extensions.Contains("cl_khr_int64_base_atomics") && extensions.Contains("cl_khr_int64_extended_atomics"),
            HasNvidiaOptions = extensions.Contains("cl_nv_compiler_options"),
            RoundsDivision = (driver.DeviceValue<ulong>(device, OpenClQuery.DeviceSingleFpConfig) & CorrectlyRoundedDivideSqrt) != 0,
        };
    }

    /// <summary>Why the device cannot be used, or <see langword="null"/>.</summary>
    public string? Unfit()
        => !Available ? "The driver says that it is not available."
            : !HasCompiler ? "Its driver has no compiler for OpenCL C."
            : Type == OpenClDeviceType.Custom ? "It is a custom device, which runs no OpenCL C."
            : Version < new Version(1, 2) ? $"Its OpenCL version is {Version}; 1.2 is needed."
            : AddressBits != 64 ? $"Its addresses have {AddressBits} bits; 64 are needed."
            : !LittleEndian ? "It is big-endian."
            : null;

    /// <summary>The number in a text such as <c>OpenCL C 1.2 PoCL</c>.</summary>
    private static Version NumberIn(string text)
        => Regex.Match(text, @"\d+\.\d+") is { Success: true } number ? Version.Parse(number.Value) : new Version(1, 0);
}
