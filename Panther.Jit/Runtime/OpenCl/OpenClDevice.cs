using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>A device of an OpenCL driver.</summary>
internal sealed class OpenClDevice : Device
{
    /// <summary>The largest group that the compiler's ranges of indices assume.</summary>
    private const int LargestGroup = 1024;

    /// <summary>On a processor, whose memory is the host's, pooled memory beyond this share goes back to the system.</summary>
    private const long PooledShare = 4;

    /// <summary>On every NVIDIA GPU since 2014.</summary>
    private const int RegistersOfMultiprocessor = 64 << 10;

    private readonly Lazy<OpenClContext> context;
    private readonly List<OpenClProgram> programs = [];

    public OpenClDevice(OpenClDriver driver, OpenClDeviceInfo info)
        : base(info.Id, info.Name, DeviceKind.OpenCl)
    {
        Driver = driver;
        Info = info;
        Buffers = new OpenClMemorySource(this);
        context = new(() => new OpenClContext(driver, info));
        Target = new OpenClTarget($"{info.Id} ({info.Name})", info.LanguageVersion)
        {
            Float64 = info.Float64,
            Float16 = info.Float16,
            Int64Atomics = info.Int64Atomics,
            CorrectlyRoundedDivideSqrt = info.RoundsDivision,
        };
    }

    public OpenClDriver Driver { get; }

    public OpenClDeviceInfo Info { get; }

    /// <summary>What OpenCL C for this device may say.</summary>
    public OpenClTarget Target { get; }

    /// <summary>All that compiled code depends on beside the kernel.</summary>
    public string CodeTarget => $"{Info.PlatformName}, {Info.Name}, {Info.Version}, driver {Info.DriverVersion}, {Target}";

    /// <summary>What stands behind the addresses in views.</summary>
    public OpenClMemorySource Buffers { get; }

    /// <summary>The device's context; made at first use.</summary>
    public OpenClContext Context => context.Value;

    /// <summary>One: threads that run together are the driver's own affair, so a kernel's warps are its threads.</summary>
    public override int WarpSize => 1;

    /// <inheritdoc/>
    public override int MaxThreadsPerGroup => Math.Min(Info.MaxThreadsPerGroup, LargestGroup);

    /// <inheritdoc/>
    public override int MaxSharedBytesPerGroup => Info.MaxSharedBytesPerGroup;

    /// <inheritdoc/>
    public override int MultiprocessorCount => Info.ComputeUnits;

    /// <inheritdoc/>
    public override bool IsProcessor => Info.Type == OpenClDeviceType.Cpu;

    /// <inheritdoc/>
    public override bool Supports(DeviceFeature feature) => feature switch
    {
        DeviceFeature.Float64 => Info.Float64,
        DeviceFeature.Float16 => Info.Float16,
        DeviceFeature.Int64Atomics => Info.Int64Atomics,
        _ => false,
    };

    /// <summary>Has the driver compile OpenCL C.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">Options for the driver's compiler.</param>
    /// <param name="name">The kernel's name, for messages.</param>
    /// <exception cref="DeviceException">The driver refuses the text; the message carries its log.</exception>
    public OpenClProgram Build(string text, string options, string name) => Keep(OpenClProgram.Build(this, text, options, name));

    /// <summary>Makes a kernel of OpenCL C that the compiler wrote.</summary>
    /// <param name="module">The text, and what a launch must know of the kernel.</param>
    /// <param name="request">The kernel.</param>
    /// <param name="binary">What the driver gave out for the text before, to be taken instead of it; or null.</param>
    /// <exception cref="DeviceException">The driver refuses the text; the message carries its log.</exception>
    public OpenClKernel Load(OpenClModule module, KernelRequest request, byte[]? binary = null)
    {
        string options = module.BuildOptions;
        if (Info.HasNvidiaOptions && request.Options.MaxThreadsPerGroup > 0)
        {
            // NVIDIA's compiler may give a thread so many registers that no large group fits; it has no attribute for the most threads of a group.
            options += $" -cl-nv-maxrregcount={Math.Clamp(RegistersOfMultiprocessor / request.Options.MaxThreadsPerGroup, 32, 255)}";
        }

        OpenClProgram program = Keep(
            binary is null
                ? OpenClProgram.BuildGenerated(this, module.Text, options, request.Name)
                : OpenClProgram.Load(this, binary, options, request.Name));
        return new OpenClKernel(this, request.Name, program, module);
    }

    /// <summary>On a processor a group is a loop of vectors, and the longer it is, the less its start costs.</summary>
    internal override Index3D ImplicitGroup(int dimensions)
    {
        int threads = Math.Min(IsProcessor ? 1024 : 256, MaxThreadsPerGroup);
        return dimensions == 1 ? new Index3D(threads, 1, 1) : new Index3D(32, Math.Max(1, threads / 32), 1);
    }

    private protected override DeviceStream OpenStream(bool isDefault)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new OpenClStream(this, isDefault);
    }

    private protected override MemoryPool CreatePool() => new(this, Buffers, IsProcessor ? Info.TotalBytes / PooledShare : long.MaxValue);

    private protected override void Release()
    {
        if (!context.IsValueCreated)
        {
            return;
        }

        foreach (OpenClProgram program in programs)
        {
            program.Release();
        }

        context.Value.Release();
    }

    private OpenClProgram Keep(OpenClProgram program)
    {
        lock (programs)
        {
            programs.Add(program);
        }

        return program;
    }
}
