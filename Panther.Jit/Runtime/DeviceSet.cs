using Panther.Jit.Compilation;
using Panther.Jit.Runtime.Cpu;
using Panther.Jit.Runtime.Cuda;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Jit.Runtime;

/// <summary>What one discovery found. OpenCL's drivers take long to load, so they are asked only when somebody needs to know.</summary>
internal sealed class DeviceSet
{
    /// <summary>The environment variable that chooses the default device.</summary>
    public const string DefaultVariable = "PANTHER_DEVICE";

    private readonly string? chosen;
    private readonly List<Device> native = [];
    private readonly Lazy<(IReadOnlyList<Device> Devices, IReadOnlyList<DeviceCandidate> Candidates)> all;

    private DeviceSet(string? chosen, string? cudaLibrary, string? openClLibrary)
    {
        this.chosen = chosen;
        List<DeviceCandidate> cudaCandidates = [];
        CudaDiscovery.Find(cudaLibrary, native, cudaCandidates, KernelCompiler.Instance.WarmUp);
        CpuDevice cpu = new("cpu:0", CpuDeviceOptions.Default);
        native.Add(cpu);
        all = new(() =>
        {
            List<OpenClDevice> openCl = [];
            List<DeviceCandidate> openClCandidates = [];
            OpenClDiscovery.Find(openClLibrary, openCl, openClCandidates);
            DeviceCandidate cpuCandidate =
                new(cpu.Id, DeviceKind.Cpu, cpu.Name, Accepted: true, $"{cpu.MultiprocessorCount} worker threads, vectors of {cpu.WarpSize} lanes.");
            Device[] devices =
            [
                .. native.Where(device => device != cpu),
                .. openCl.Where(device => !device.IsProcessor),
                cpu,
                .. openCl.Where(device => device.IsProcessor),
            ];
            return (devices.AsReadOnly(), [.. cudaCandidates, .. openClCandidates, cpuCandidate]);
        });
    }

    public IReadOnlyList<Device> Devices => all.Value.Devices;

    public IReadOnlyList<DeviceCandidate> Candidates => all.Value.Candidates;

    public Device Default
        => !string.IsNullOrWhiteSpace(chosen) ? Find(chosen, $"The environment variable {DefaultVariable}")
            : native[0].Kind == DeviceKind.Cuda ? native[0]
            : Devices[0];

    /// <summary>Looks at the CUDA driver and at the processor, and at the OpenCL drivers when they matter.</summary>
    /// <param name="chosen">The id of the default device, if the user chose one.</param>
    /// <param name="cudaLibrary">The file name of the CUDA driver, or <see langword="null"/> for the platform's own.</param>
    /// <param name="openClLibrary">The file name of the OpenCL loader, or <see langword="null"/> for the platform's own.</param>
    public static DeviceSet Discover(string? chosen, string? cudaLibrary = null, string? openClLibrary = null) => new(chosen, cudaLibrary, openClLibrary);

    /// <summary>The device with an id, or the first of a kind.</summary>
    /// <exception cref="DeviceNotFoundException">There is none.</exception>
    public Device Find(string id, string source)
    {
        string wanted = id.Trim();
        return Find(native, wanted) ?? Find(Devices, wanted) ?? throw new DeviceNotFoundException(wanted, source, Candidates);
    }

    private static Device? Find(IReadOnlyList<Device> devices, string wanted)
        => devices.FirstOrDefault(device => device.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? devices.FirstOrDefault(device => device.Kind.ToString().Equals(wanted, StringComparison.OrdinalIgnoreCase));
}
