using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>This machine's processor as a device.</summary>
internal sealed class CpuDevice : Device
{
    /// <summary>Pooled memory beyond this share of the limit goes back to the system.</summary>
    private const long PooledShare = 4;

    private readonly CpuDeviceOptions options;

    public CpuDevice(string id, CpuDeviceOptions options)
        : base(id, ProcessorName(), DeviceKind.Cpu)
    {
        this.options = options;
        Scheduler = new GroupScheduler(options.Threads);
        WarpSize = IsSequential ? 1
            : Vector512.IsHardwareAccelerated ? Vector512<float>.Count
            : Vector256.IsHardwareAccelerated ? Vector256<float>.Count
            : Vector128<float>.Count;
    }

    public GroupScheduler Scheduler { get; }

    /// <summary>How long a stream without work keeps its thread.</summary>
    public TimeSpan StreamPatience => options.StreamPatience;

    /// <inheritdoc/>
    public override int WarpSize { get; }

    /// <summary>Whether kernels run as the C# methods that they are, one thread after another.</summary>
    public bool IsSequential => options.Execution == CpuExecution.Sequential;

    /// <inheritdoc/>
    public override int MaxThreadsPerGroup => options.MaxThreadsPerGroup;

    /// <inheritdoc/>
    public override int MaxSharedBytesPerGroup => options.MaxSharedBytesPerGroup;

    /// <inheritdoc/>
    public override int MultiprocessorCount => Scheduler.Degree;

    /// <inheritdoc/>
    public override bool IsProcessor => !options.ActsAsGpu;

    /// <inheritdoc/>
    public override bool Supports(DeviceFeature feature) => feature switch
    {
        DeviceFeature.Float64 or DeviceFeature.Float16 or DeviceFeature.Int64Atomics => true,
        DeviceFeature.HostRoutines => !options.ActsAsGpu,
        _ => false,
    };

    /// <inheritdoc/>
    internal override Index3D ImplicitGroup(int dimensions) => dimensions switch
    {
        1 => new Index3D(1024, 1, 1),
        2 => new Index3D(64, 4, 1),
        _ => new Index3D(32, 4, 2),
    };

    private protected override DeviceStream OpenStream(bool isDefault)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new CpuStream(this, isDefault);
    }

    private protected override MemoryPool CreatePool()
        => new(this, new NativeMemorySource(options.MemoryLimit), options.MemoryLimit / PooledShare);

    private protected override void Release() => Scheduler.Dispose();

    private static string ProcessorName()
    {
        const string Information = "/proc/cpuinfo";
        try
        {
            if (File.Exists(Information))
            {
                string? line = File.ReadLines(Information).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
                if (line is not null)
                {
                    return line[(line.IndexOf(':') + 1)..].Trim();
                }
            }
        }
        catch (IOException)
        {
            // The name is only for people; the architecture will do.
        }

        return $"{RuntimeInformation.ProcessArchitecture} processor";
    }
}
