using System.Text;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>Finds CUDA devices. Nothing that is missing or broken throws; it becomes a reason.</summary>
internal static unsafe class CudaDiscovery
{
    private const int OldestCapability = 60;
    private const int ProhibitedComputeMode = 2;

    /// <param name="library">The file name of the driver, or null for the platform's own.</param>
    /// <param name="devices">Receives the devices.</param>
    /// <param name="candidates">Receives what was looked at.</param>
    /// <param name="starting">Called when there is a driver, before it is started, which takes long; or null.</param>
    public static void Find(string? library, List<Device> devices, List<DeviceCandidate> candidates, Action? starting = null)
    {
        if (!CudaDriver.TryLoad(library, starting, out CudaDriver? driver, out string reason))
        {
            candidates.Add(new DeviceCandidate("cuda", DeviceKind.Cuda, null, Accepted: false, reason));
            return;
        }

        int count = 0;
        CudaResult result = driver!.DeviceGetCount(&count);
        if (result != CudaResult.Success || count == 0)
        {
            reason = result == CudaResult.Success ? "The driver sees no device." : $"cuDeviceGetCount failed: {driver.Describe(result)}.";
            candidates.Add(new DeviceCandidate("cuda", DeviceKind.Cuda, null, Accepted: false, reason));
            return;
        }

        for (int ordinal = 0; ordinal < count; ordinal++)
        {
            Look(driver, ordinal, devices, candidates);
        }
    }

    private static void Look(CudaDriver driver, int ordinal, List<Device> devices, List<DeviceCandidate> candidates)
    {
        string id = $"cuda:{ordinal}";
        string? name = null;
        try
        {
            int handle;
            driver.Check(driver.DeviceGet(&handle, ordinal), "cuDeviceGet", id);
            name = Name(driver, handle, id);
            CudaDeviceInfo info = CudaDeviceInfo.Read(driver, handle, id, name);
            int capability = (10 * info.Major) + info.Minor;
            if (capability < OldestCapability)
            {
                candidates.Add(new DeviceCandidate(id, DeviceKind.Cuda, name, false, $"Its compute capability is {info.Major}.{info.Minor}; 6.0 is needed."));
                return;
            }

            if (info.ComputeMode == ProhibitedComputeMode)
            {
                candidates.Add(new DeviceCandidate(id, DeviceKind.Cuda, name, false, "Its compute mode prohibits computing."));
                return;
            }

            CudaDevice device = new(driver, info);
            devices.Add(device);
            candidates.Add(new DeviceCandidate(
                id, DeviceKind.Cuda, name, true,
                $"Compute capability {info.Major}.{info.Minor}, driver for CUDA {driver.Version / 1000}.{driver.Version % 1000 / 10}, target {device.Target.Architecture}."));
        }
        catch (DeviceException exception)
        {
            candidates.Add(new DeviceCandidate(id, DeviceKind.Cuda, name, false, exception.Message));
        }
    }

    private static string Name(CudaDriver driver, int handle, string id)
    {
        Span<byte> text = stackalloc byte[256];
        fixed (byte* start = text)
        {
            driver.Check(driver.DeviceGetName(start, text.Length, handle), "cuDeviceGetName", id);
        }

        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
