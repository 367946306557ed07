namespace Panther.Jit.Runtime;

/// <summary>The devices of this process.</summary>
public abstract partial class Device
{
    private static readonly Lazy<DeviceSet> Set = new(() => DeviceSet.Discover(Environment.GetEnvironmentVariable(DeviceSet.DefaultVariable)));

    /// <summary>
    /// The device to use when none is named: the one in the environment variable <c>PANTHER_DEVICE</c> (an id such as <c>cuda:1</c>, or a
    /// kind such as <c>opencl</c>), else the first of <see cref="All"/>: a CUDA device, else a GPU that OpenCL reaches, else the CPU.
    /// </summary>
    /// <exception cref="DeviceNotFoundException"><c>PANTHER_DEVICE</c> names a device that is not there; nothing else is taken silently.</exception>
    public static Device Default => Set.Value.Default;

    /// <summary>
    /// Every usable device: CUDA devices, then OpenCL's GPUs and accelerators (a CUDA device may be among them again), then the CPU, which is
    /// always there, then OpenCL devices that run on the CPU. The environment variable <c>PANTHER_CPU_THREADS</c> limits the CPU device's threads.
    /// </summary>
    public static IReadOnlyList<Device> All => Set.Value.Devices;

    /// <summary>Every candidate that discovery looked at, with the reason why it was accepted or rejected.</summary>
    public static IReadOnlyList<DeviceCandidate> Discovery => Set.Value.Candidates;

    /// <summary>The device with an id, or the first of a kind.</summary>
    /// <param name="id">An id such as <c>cuda:0</c> or a kind such as <c>cpu</c>; case does not matter.</param>
    /// <exception cref="DeviceNotFoundException">There is no such device; the message lists what there is.</exception>
    public static Device Find(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return Set.Value.Find(id, "Device.Find");
    }
}
