using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

/// <summary>The threads of the CPU device allocate nothing either. The whole process is measured, so nothing else may run meanwhile.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CpuStreamAllocationTests
{
    [Fact]
    public void Launch_StreamsOwnThread_AllocatesNothing()
    {
        const int Launches = 5000;
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> buffer = device.AllocateZeroed<int>(4000);
        Kernel<Index1D, ArrayView<int>> kernel = device.LoadKernel<Index1D, ArrayView<int>>(Increment);
        long least = long.MaxValue;

        // The runtime itself allocates now and then (tiering, timers): of several runs the quietest counts.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Launches; i++)
            {
                kernel.Launch(device.DefaultStream, 4000, buffer.View);
            }

            device.DefaultStream.Synchronize();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // A single object for each launch would be 24 bytes times 5000.
        Assert.InRange(least, 0, 24 * Launches / 10);
    }

    private static void Increment(Index1D index, ArrayView<int> view) => view[index] += 1;
}
