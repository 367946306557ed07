using Panther.Jit.Runtime;

namespace Panther.Tests;

/// <summary>Finds the devices that tests run on.</summary>
internal static class TestDevice
{
    /// <summary>Returns the first device of a kind, or skips the test with the reason why there is none.</summary>
    /// <param name="kind">"cpu" or "cuda".</param>
    public static Device Get(string kind)
    {
        if (Device.All.FirstOrDefault(d => d.Id.StartsWith(kind + ":", StringComparison.Ordinal)) is { } device)
        {
            return device;
        }

        DeviceCandidate? candidate = Device.Discovery.FirstOrDefault(c => c.Id.StartsWith(kind, StringComparison.Ordinal));
        Assert.Skip($"No {kind} device: {candidate?.Reason ?? "none was looked for."}");
        throw new InvalidOperationException();
    }
}
