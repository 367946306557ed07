using System.Diagnostics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

/// <summary>Runs alone, since it looks at the memory of the whole process and device.</summary>
[Collection(nameof(RunsAlone))]
public sealed class RandomizedSvdMemoryTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_CancelledOnTheWay_FreesEverything(string deviceName)
    {
        Device device = RunsAlone.Settled(deviceName);
        double[,] matrix = SpectrumMatrix.Create(100, 80, [1, 0.5, 0.25], seed: 10);
        long before = device.Memory.BuffersInUse;
        using var source = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => RandomizedSvd.Compute(matrix, 3, new RandomizedSvdOptions { Device = device }, new CancelAfter(3, source), source.Token));

        device.DefaultStream.Synchronize();
        Assert.Equal(before, device.Memory.BuffersInUse);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_HundredsOfTimes_LeavesMemoryWhereItWas(string deviceName)
    {
        Device device = RunsAlone.Settled(deviceName);
        float[,] matrix = SpectrumMatrix.Convert(SpectrumMatrix.Create(60, 40, [4, 2, 1, 0.5], seed: 12), v => (float)v);
        var options = new RandomizedSvdOptions { Device = device };
        for (int i = 0; i < 50; i++)
        {
            _ = RandomizedSvd.Compute(matrix, 3, options);
        }

        // A leak of one of the 25 buffers a run, 4 KiB and more each, would add more than this. The collector and the system may keep memory of one round for
        // the next; what leaks shows in every round.
        const long MostManaged = 1 << 18;
        const long MostResident = 8 << 20;
        long managed = long.MaxValue;
        long resident = long.MaxValue;
        for (int round = 0; round < 4 && (managed > MostManaged || resident > MostResident); round++)
        {
            RunsAlone.Settle(device);
            DeviceMemory before = device.Memory;
            long managedBefore = GC.GetTotalMemory(forceFullCollection: true);
            long residentBefore = ResidentBytes();
            for (int i = 0; i < 250; i++)
            {
                _ = RandomizedSvd.Compute(matrix, 3, options);
            }

            device.DefaultStream.Synchronize();
            DeviceMemory after = device.Memory;
            Assert.Equal(before.BuffersInUse, after.BuffersInUse);
            Assert.Equal(before.InUseBytes, after.InUseBytes);
            Assert.Equal(before.PooledBytes, after.PooledBytes);
            managed = Math.Min(managed, GC.GetTotalMemory(forceFullCollection: true) - managedBefore);
            resident = Math.Min(resident, ResidentBytes() - residentBefore);
        }

        Assert.InRange(managed, long.MinValue, MostManaged);
        Assert.InRange(resident, long.MinValue, MostResident);
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
