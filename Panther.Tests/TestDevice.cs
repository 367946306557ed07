using Panther.Jit.Runtime;

namespace Panther.Tests;

/// <summary>
/// Finds the devices that tests run on. PANTHER_TEST_OPENCL chooses among several OpenCL devices: an id, or a part of the name of a device or of its driver.
/// </summary>
internal static class TestDevice
{
    private static readonly string? ChosenOpenCl = Environment.GetEnvironmentVariable("PANTHER_TEST_OPENCL");

    /// <summary>Gets one device of each kind that is there.</summary>
    public static IEnumerable<Device> OnePerKind => Enum.GetValues<DeviceKind>().Select(Find).OfType<Device>();

    /// <summary>Returns the first device of a kind, or skips the test with the reason why there is none.</summary>
    /// <param name="kind">"cpu", "cuda" or "opencl".</param>
    public static Device Get(string kind)
    {
        DeviceKind wanted = Enum.Parse<DeviceKind>(kind, ignoreCase: true);
        if (Find(wanted) is { } device)
        {
            return device;
        }

        string reasons = string.Join("; ", Device.Discovery.Where(candidate => candidate.Kind == wanted));
        Assert.Skip(wanted == DeviceKind.OpenCl && ChosenOpenCl is not null ? $"No device is PANTHER_TEST_OPENCL={ChosenOpenCl}: {reasons}" : $"No {kind} device: {reasons}");
        throw new InvalidOperationException();
    }

    private static Device? Find(DeviceKind kind)
        => Device.All.FirstOrDefault(device => device.Kind == kind && (kind != DeviceKind.OpenCl || ChosenOpenCl is null || IsChosen(device)));

    private static bool IsChosen(Device device)
        => device.Id == ChosenOpenCl
            || Device.Discovery.Any(candidate => candidate.Id == device.Id && candidate.ToString().Contains(ChosenOpenCl!, StringComparison.OrdinalIgnoreCase));
}
