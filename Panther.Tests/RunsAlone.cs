using Panther.Jit.Runtime;

namespace Panther.Tests;

/// <summary>Tests that look at the whole process, its counters, its memory or what it allocates, run one by one when all others are done.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone
{
    /// <summary>Returns a device on which nothing is left that the tests before may have forgotten: a finalizer running later would change what is counted.</summary>
    /// <param name="kind">"cpu", "cuda" or "opencl".</param>
    internal static Device Settled(string kind)
    {
        Device device = TestDevice.Get(kind);
        Settle(device);
        return device;
    }

    /// <summary>Waits until a device has done its work and everything unreachable has given its memory back.</summary>
    internal static void Settle(Device device)
    {
        // What one finalizer lets go of may have another.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        device.DefaultStream.Synchronize();
    }
}
