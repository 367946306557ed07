using Panther.Jit.Runtime.Cpu;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Jit.Runtime;

/// <summary>What one discovery found.</summary>
internal sealed class DeviceSet
{
    /// <summary>The environment variable that chooses the default device.</summary>
    public const string DefaultVariable = "PANTHER_DEVICE";

    private readonly Lazy<Device> defaultDevice;

    public DeviceSet(IReadOnlyList<Device> devices, IReadOnlyList<DeviceCandidate> candidates, string? chosen)
    {
        Devices = devices;
        Candidates = candidates;

        // Exceptions are not cached: asking again says again what is wrong.
        defaultDevice = new(
            () => string.IsNullOrWhiteSpace(chosen) ? Devices[0] : Find(chosen, $"The environment variable {DefaultVariable}"),
            LazyThreadSafetyMode.PublicationOnly);
    }

    public IReadOnlyList<Device> Devices { get; }

    public IReadOnlyList<DeviceCandidate> Candidates { get; }

    public Device Default => defaultDevice.Value;

    /// <summary>Looks at the CUDA driver and at the processor.</summary>
    /// <param name="chosen">The id of the default device, if the user chose one.</param>
    /// <param name="cudaLibrary">The file name of the CUDA driver, or <see langword="null"/> for the platform's own.</param>
    public static DeviceSet Discover(string? chosen, string? cudaLibrary = null)
    {
        List<Device> devices = [];
        List<DeviceCandidate> candidates = [];
        CudaDiscovery.Find(cudaLibrary, devices, candidates);

        CpuDevice cpu = new("cpu:0", CpuDeviceOptions.Default);
        devices.Add(cpu);
        candidates.Add(new DeviceCandidate(
            cpu.Id, DeviceKind.Cpu, cpu.Name, Accepted: true, $"{cpu.MultiprocessorCount} worker threads, vectors of {cpu.WarpSize} lanes."));
        return new DeviceSet(devices.AsReadOnly(), candidates.AsReadOnly(), chosen);
    }

    /// <summary>The device with an id, or the first of a kind.</summary>
    /// <exception cref="DeviceNotFoundException">There is none.</exception>
    public Device Find(string id, string source)
    {
        string wanted = id.Trim();
        return Devices.FirstOrDefault(device => device.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? Devices.FirstOrDefault(device => device.Kind.ToString().Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new DeviceNotFoundException(wanted, source, Candidates);
    }
}
