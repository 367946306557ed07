using Panther.Bench.Report;
using Panther.Jit.Runtime;

namespace Panther.Bench.Harness;

/// <summary>PoCL, which compiles OpenCL C for the processor with LLVM, as a yardstick of the CPU device: the same kernels, the same launches.</summary>
internal static class PoclReference
{
    /// <summary>The reference's name in rows.</summary>
    public const string Name = "pocl";

    private const string Platform = "Portable Computing Language";

    /// <summary>Makes the reference for a case.</summary>
    /// <param name="prepare">
    /// Allocates and loads on the device that it gets, and returns what enqueues one run on that device's default stream; what it allocates may be left
    /// to the finalizers.
    /// </param>
    public static Reference Of(Func<Device, Action> prepare)
    {
        DeviceCandidate[] candidates = [.. Device.Discovery.Where(candidate => candidate.Kind == DeviceKind.OpenCl)];
        if (Array.Find(candidates, candidate => candidate.Accepted && candidate.Reason.Contains(Platform, StringComparison.Ordinal)) is not { } found)
        {
            return Reference.Absent(Name, string.Join("; ", candidates.AsEnumerable()));
        }

        Device device = Device.Find(found.Id);
        try
        {
            return Reference.Present(Name, StreamClock.Contender(device.DefaultStream, prepare(device)));
        }
        catch (Exception e)
        {
            return Reference.Absent(Name, e.Message);
        }
    }
}
