using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>A device of an OpenCL driver.</summary>
internal sealed class OpenClDevice : Device
{
    /// <summary>The largest group that the compiler's ranges of indices assume.</summary>
    private const int LargestGroup = 1024;

    /// <summary>On a processor, whose memory is the host's, pooled memory beyond this share goes back to the system.</summary>
    private const long PooledShare = 4;

    private readonly Lazy<OpenClContext> context;
    private readonly List<OpenClProgram> programs = [];

    public OpenClDevice(OpenClDriver driver, OpenClDeviceInfo info)
        : base(info.Id, info.Name, DeviceKind.OpenCl)
    {
        Driver = driver;
        Info = info;
        Buffers = new OpenClMemorySource(this);
        context = new(() => new OpenClContext(driver, info));
    }

    public OpenClDriver Driver { get; }

    public OpenClDeviceInfo Info { get; }

    /// <summary>What stands behind the addresses in views.</summary>
    public OpenClMemorySource Buffers { get; }

    /// <summary>The device's context; made at first use.</summary>
    public OpenClContext Context => context.Value;

    /// <summary>Whether the driver runs kernels on the host's own processor.</summary>
    public bool IsProcessor => Info.Type == OpenClDeviceType.Cpu;

    /// <summary>One: threads that run together are the driver's own affair, so a kernel's warps are its threads.</summary>
    public override int WarpSize => 1;

    /// <inheritdoc/>
    public override int MaxThreadsPerGroup => Math.Min(Info.MaxThreadsPerGroup, LargestGroup);

    /// <inheritdoc/>
    public override int MaxSharedBytesPerGroup => Info.MaxSharedBytesPerGroup;

    /// <inheritdoc/>
    public override int MultiprocessorCount => Info.ComputeUnits;

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
    public OpenClProgram Build(string text, string options, string name)
    {
        OpenClProgram program = OpenClProgram.Build(this, text, options, name);
        lock (programs)
        {
            programs.Add(program);
        }

        return program;
    }

    /// <inheritdoc/>
    internal override Index3D ImplicitGroup(int dimensions) => dimensions switch
    {
        1 => new Index3D(Math.Min(256, MaxThreadsPerGroup), 1, 1),
        2 => new Index3D(32, Math.Min(8, MaxThreadsPerGroup / 32), 1),
        _ => new Index3D(32, Math.Min(4, MaxThreadsPerGroup / 32), 1),
    };

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
}
