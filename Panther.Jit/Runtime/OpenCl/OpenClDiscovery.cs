namespace Panther.Jit.Runtime.OpenCl;

/// <summary>Finds OpenCL devices. Nothing that is missing or broken throws; it becomes a reason.</summary>
internal static unsafe class OpenClDiscovery
{
    private const ulong AllDeviceTypes = 0xFFFFFFFF;

    public static void Find(string? library, List<OpenClDevice> devices, List<DeviceCandidate> candidates)
    {
        if (!OpenClDriver.TryLoad(library, out OpenClDriver? driver, out string reason))
        {
            Reject(candidates, reason);
            return;
        }

        uint count = 0;
        OpenClResult result = driver!.GetPlatformIDs(0, null, &count);
        if (result != OpenClResult.Success || count == 0)
        {
            Reject(
                candidates,
                result is OpenClResult.Success or OpenClResult.PlatformNotFoundKhr
                    ? "The OpenCL loader is there, but it knows no driver."
                    : $"clGetPlatformIDs failed: {OpenClDriver.Describe(result)}.");
            return;
        }

        nint[] platforms = new nint[count];
        fixed (nint* start = platforms)
        {
            result = driver.GetPlatformIDs(count, start, null);
        }

        int next = 0;
        foreach (nint platform in platforms)
        {
            Look(driver, platform, ref next, devices, candidates);
        }
    }

    private static void Look(OpenClDriver driver, nint platform, ref int next, List<OpenClDevice> devices, List<DeviceCandidate> candidates)
    {
        string platformName = driver.PlatformText(platform, OpenClQuery.PlatformName);
        uint count = 0;
        OpenClResult result = driver.GetDeviceIDs(platform, AllDeviceTypes, 0, null, &count);
        if (result != OpenClResult.Success || count == 0)
        {
            Reject(
                candidates,
                result is OpenClResult.Success or OpenClResult.DeviceNotFound
                    ? $"The platform {platformName} has no device."
                    : $"clGetDeviceIDs of {platformName} failed: {OpenClDriver.Describe(result)}.");
            return;
        }

        nint[] handles = new nint[count];
        fixed (nint* start = handles)
        {
            driver.GetDeviceIDs(platform, AllDeviceTypes, count, start, null);
        }

        foreach (nint handle in handles)
        {
            OpenClDeviceInfo info = OpenClDeviceInfo.Read(driver, platform, handle, $"opencl:{next++}");
            string? unfit = info.Unfit();
            if (unfit is null)
            {
                devices.Add(new OpenClDevice(driver, info));
            }

            candidates.Add(new DeviceCandidate(
                info.Id,
                DeviceKind.OpenCl,
                info.Name,
                unfit is null,
                unfit ?? $"{info.PlatformName}, driver {info.DriverVersion}, OpenCL {info.Version}, OpenCL C {info.LanguageVersion}."));
        }
    }

    private static void Reject(List<DeviceCandidate> candidates, string reason)
        => candidates.Add(new DeviceCandidate("opencl", DeviceKind.OpenCl, null, Accepted: false, reason));
}
