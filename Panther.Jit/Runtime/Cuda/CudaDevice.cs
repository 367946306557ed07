using System.Text;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>An NVIDIA GPU.</summary>
internal sealed class CudaDevice : Device
{
    private readonly CudaDeviceInfo info;
    private readonly CudaDriver driver;
    private readonly Lazy<CudaContext> context;
    private readonly Lazy<string> codeTarget;
    private readonly List<CudaModule> modules = [];

    public CudaDevice(CudaDriver driver, CudaDeviceInfo info)
        : base(info.Id, info.Name, DeviceKind.Cuda)
    {
        this.driver = driver;
        this.info = info;
        context = new(() => new CudaContext(driver, info));
        Events = new CudaEventPool(this);
        Target = CudaTarget.For(info.Major, info.Minor, driver.Version);
        codeTarget = new(() => $"{info.Name}, {info.Major}.{info.Minor}, {Target}, warps of {info.WarpSize}, driver {driver.Version} {CudaDriver.Release}");
    }

    /// <summary>What PTX for this device may say.</summary>
    public CudaTarget Target { get; }

    /// <summary>All that compiled code depends on beside the kernel: the chip, what its PTX may say, and the driver that compiles it.</summary>
    public string CodeTarget => codeTarget.Value;

    public CudaEventPool Events { get; }

    /// <inheritdoc/>
    public override int WarpSize => info.WarpSize;

    /// <inheritdoc/>
    public override int MaxThreadsPerGroup => info.MaxThreadsPerGroup;

    /// <inheritdoc/>
    public override int MaxSharedBytesPerGroup => info.MaxSharedBytesPerGroup;

    /// <inheritdoc/>
    public override int MultiprocessorCount => info.MultiprocessorCount;

    /// <inheritdoc/>
    public override bool IsProcessor => false;

    /// <inheritdoc/>
    public override bool Supports(DeviceFeature feature) => feature switch
    {
        DeviceFeature.Float64 or DeviceFeature.Float16 or DeviceFeature.Int64Atomics or DeviceFeature.Float64Atomics => true,
        DeviceFeature.BFloat16 or DeviceFeature.TensorCores or DeviceFeature.AsyncCopy => info.Major >= 8,
        DeviceFeature.TensorCoresFloat64 or DeviceFeature.BulkCopy => Target.ComputeCapability >= 90 && driver.Version >= 12000,
        DeviceFeature.WarpGroupMma => Target.Architecture == "sm_90a",
        _ => false,
    };

    /// <summary>Makes the device's context current on the calling thread, creating it at first, and returns the driver.</summary>
    public CudaDriver Enter()
    {
        context.Value.MakeCurrent();
        return driver;
    }

    /// <summary>Compiles PTX and finds a kernel in it.</summary>
    /// <param name="ptx">The text.</param>
    /// <param name="entry">The name of the entry in the text.</param>
    /// <param name="name">The kernel's name, for messages.</param>
    /// <param name="sharedBytes">Shared memory that the code takes from the dynamic space beside what a launch asks for.</param>
    /// <param name="indicesPerThread">The indices that one thread of an implicitly grouped kernel does.</param>
    /// <exception cref="DeviceException">The driver refuses the text; the message carries its log.</exception>
    public CudaKernel LoadPtx(string ptx, string entry, string name, int sharedBytes = 0, int indicesPerThread = 1)
        => LoadImage(Encoding.ASCII.GetBytes(ptx + "\0"), entry, name, sharedBytes, indicesPerThread);

    /// <summary>Has the driver compile PTX to machine code that <see cref="LoadCubin"/> takes, in this process or a later one.</summary>
    /// <param name="ptx">The text.</param>
    /// <param name="name">The kernel's name, for messages.</param>
    /// <exception cref="DeviceException">The driver refuses the text; the message carries its log.</exception>
    public byte[] Link(string ptx, string name) => CudaLinker.Link(this, ptx, name, out _);

    /// <summary>Loads machine code and finds a kernel in it.</summary>
    /// <param name="cubin">What <see cref="Link"/> made for a device and driver like this.</param>
    /// <param name="entry">The name of the entry in the code.</param>
    /// <param name="name">The kernel's name, for messages.</param>
    /// <param name="sharedBytes">Shared memory that the code takes from the dynamic space beside what a launch asks for.</param>
    /// <param name="indicesPerThread">The indices that one thread of an implicitly grouped kernel does.</param>
    /// <exception cref="DeviceException">The driver refuses the code.</exception>
    public CudaKernel LoadCubin(byte[] cubin, string entry, string name, int sharedBytes, int indicesPerThread)
    {
        // The driver would take anything else for text, and read on to a zero.
        ReadOnlySpan<byte> header = [0x7f, (byte)'E', (byte)'L', (byte)'F'];
        return cubin.AsSpan().StartsWith(header)
            ? LoadImage(cubin, entry, name, sharedBytes, indicesPerThread)
            : throw new DeviceException(Id, "cuModuleLoadDataEx", $"what was kept of {name} is no machine code.", []);
    }

    /// <inheritdoc/>
    private protected override TensorMap DescribeTensorCore<T>(ArrayView<T> matrix, in TensorTiling tiling) => CudaTensorMap.Describe(this, matrix, tiling);

    /// <inheritdoc/>
    internal override Index3D ImplicitGroup(int dimensions) => dimensions switch
    {
        1 => new Index3D(256, 1, 1),
        2 => new Index3D(32, 8, 1),
        _ => new Index3D(32, 4, 2),
    };

    /// <inheritdoc/>
    internal override LaunchGraph CreateGraph(RecordedWork work) => new CudaGraph(this, work);

    private protected override DeviceStream OpenStream(bool isDefault)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new CudaStream(this, isDefault);
    }

    private protected override MemoryPool CreatePool() => new(this, new CudaMemorySource(this), long.MaxValue);

    private protected override void Release()
    {
        if (!context.IsValueCreated)
        {
            return;
        }

        foreach (CudaModule module in modules)
        {
            module.Unload();
        }

        Events.Clear();
        context.Value.Release();
    }

    private CudaKernel LoadImage(byte[] image, string entry, string name, int sharedBytes, int indicesPerThread)
    {
        CudaModule module = CudaModule.Load(this, image, name);
        lock (modules)
        {
            modules.Add(module);
        }

        return new CudaKernel(this, name, module.FindFunction(entry), sharedBytes, indicesPerThread);
    }
}
