using System.Diagnostics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

/// <summary>Runs alone, since it looks at the memory of the whole process and device.</summary>
[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public sealed class MemoryCollection;

[Collection(nameof(MemoryCollection))]
public sealed class RandomizedSvdMemoryTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_CancelledOnTheWay_FreesEverything(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] matrix = SpectrumMatrix.Create(100, 80, [1, 0.5, 0.25], seed: 10);
        long before = Settled(device).BuffersInUse;
        using var source = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => RandomizedSvd.Compute(matrix, 3, new RandomizedSvdOptions { Device = device }, new CancelAfter(3, source), source.Token));

        Assert.Equal(before, Settled(device).BuffersInUse);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_AThousandTimes_LeavesMemoryWhereItWas(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        float[,] matrix = SpectrumMatrix.Convert(SpectrumMatrix.Create(60, 40, [4, 2, 1, 0.5], seed: 12), v => (float)v);
        var options = new RandomizedSvdOptions { Device = device };
        for (int i = 0; i < 50; i++)
        {
            _ = RandomizedSvd.Compute(matrix, 3, options);
        }

        DeviceMemory before = Settled(device);
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        long resident = ResidentBytes();
        for (int i = 0; i < 1000; i++)
        {
            _ = RandomizedSvd.Compute(matrix, 3, options);
        }

        DeviceMemory after = Settled(device);
        Assert.Equal(before.BuffersInUse, after.BuffersInUse);
        Assert.Equal(before.InUseBytes, after.InUseBytes);
        Assert.Equal(before.PooledBytes, after.PooledBytes);

        // A leak of one of the 25 buffers a run, 4 KiB and more each, would add more than this.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - managed, long.MinValue, 1 << 20);
        Assert.InRange(ResidentBytes() - resident, long.MinValue, 32 << 20);
    }

    private static DeviceMemory Settled(Device device)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        device.DefaultStream.Synchronize();
        return device.Memory;
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class CancelAfter(int reports, CancellationTokenSource source) : IProgress<StepProgress>
    {
        private int count;

        public void Report(StepProgress value)
        {
            if (++count == reports)
            {
                source.Cancel();
            }
        }
    }
}
