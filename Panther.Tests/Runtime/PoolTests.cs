using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

[Collection(nameof(RunsAlone))]
public sealed class PoolTests
{
    [Fact]
    public void Allocate_AfterDisposeOnTheSameStream_ReusesTheBlock()
    {
        using CpuDevice device = TestDevices.Cpu();
        DeviceBuffer<float> first = device.Allocate<float>(1000);
        nint address = first.View.Address;
        first.Dispose();
        Assert.Equal(1, device.Memory.PooledBytes / 4096);
        Assert.Equal(0, device.Memory.InUseBytes);

        using DeviceBuffer<float> second = device.Allocate<float>(1010);
        Assert.Equal(address, second.View.Address);
        Assert.Equal(0, device.Memory.PooledBytes);
        Assert.Equal(1, device.Memory.BuffersInUse);
    }

    [Fact]
    public void Allocate_BlockInUseOnAnotherStream_IsOrderedBehindIt()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceStream other = device.CreateStream();
        using ManualResetEventSlim release = new();
        DeviceBuffer<int> first = device.Allocate<int>(256);
        first.Clear();
        device.DefaultStream.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        first.Fill(1);
        nint address = first.View.Address;
        first.Dispose();

        using DeviceBuffer<int> second = device.Allocate<int>(256, other);
        Assert.Equal(address, second.View.Address);
        second.Fill(2);
        Assert.False(other.IsIdle);
        release.Set();
        Assert.All(second.ToArray(), element => Assert.Equal(2, element));
    }

    [Fact]
    public void Dispose_UsedOnAnotherStream_IsReusedBehindThatUse()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceStream other = device.CreateStream();
        using ManualResetEventSlim release = new();
        DeviceBuffer<int> first = device.Allocate<int>(256);
        nint address = first.View.Address;
        other.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        first.Fill(1, other);
        first.Dispose();

        using DeviceBuffer<int> second = device.Allocate<int>(256);
        Assert.Equal(address, second.View.Address);
        second.Fill(2);
        Assert.False(device.DefaultStream.IsIdle);
        release.Set();
        Assert.All(second.ToArray(), element => Assert.Equal(2, element));
    }

    [Fact]
    public void TrimPool_PooledBlocks_GoBackToTheSystem()
    {
        using CpuDevice device = TestDevices.Cpu();
        long free = device.Memory.FreeBytes;
        device.Allocate<byte>(100_000_000).Dispose();
        device.Allocate<byte>(1000).Dispose();
        Assert.True(device.Memory.PooledBytes >= 100_001_000);
        device.TrimPool();
        Assert.Equal(0, device.Memory.PooledBytes);
        Assert.Equal(free, device.Memory.FreeBytes);
    }

    [Fact]
    public void PoolLimit_BuffersGivenBack_KeepsAtMostTheLimit()
    {
        using CpuDevice device = TestDevices.Cpu();
        device.PoolLimit = 1 << 20;
        DeviceBuffer<byte>[] buffers = [.. Enumerable.Range(0, 40).Select(_ => device.Allocate<byte>(100_000))];
        foreach (DeviceBuffer<byte> buffer in buffers)
        {
            buffer.Dispose();
            Assert.InRange(device.Memory.PooledBytes, 0, 1 << 20);
        }

        device.Allocate<byte>(3 << 20).Dispose();
        Assert.InRange(device.Memory.PooledBytes, 0, 1 << 20);
        device.PoolLimit = 0;
        Assert.Equal(0, device.Memory.PooledBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.PoolLimit = -1);
    }

    [Fact]
    public void PoolLimit_StreamBusy_FreesWhenItIsIdle()
    {
        using CpuDevice device = TestDevices.Cpu();
        device.PoolLimit = 0;
        using ManualResetEventSlim release = new();
        DeviceBuffer<int> buffer = device.Allocate<int>(256), later = device.Allocate<int>(256);
        device.DefaultStream.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        buffer.Fill(1);
        buffer.Dispose();
        Assert.Equal(1024, device.Memory.PooledBytes);
        release.Set();
        device.DefaultStream.Synchronize();
        later.Dispose();
        Assert.Equal(0, device.Memory.PooledBytes);
    }

    [Fact]
    public void Dispose_BufferUsedOnManyStreams_RemembersOnlyThoseThatLive()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> buffer = device.Allocate<int>(256);
        List<WeakReference> streams = [.. Enumerable.Range(0, 5).Select(_ => UseOnAStream(device, buffer))];
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The last one may still be remembered.
        Assert.All(streams.SkipLast(1), stream => Assert.False(stream.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseOnAStream(CpuDevice device, DeviceBuffer<int> buffer)
    {
        using DeviceStream stream = device.CreateStream();
        buffer.Fill(1, stream);
        return new WeakReference(stream);
    }

    [Fact]
    public void TrimPool_Kept_LeavesAtMostSoMuch()
    {
        using CpuDevice device = TestDevices.Cpu();
        device.Allocate<byte>(100_000_000).Dispose();
        device.Allocate<byte>(1000).Dispose();
        device.TrimPool(50_000);
        Assert.Equal(1024, device.Memory.PooledBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.TrimPool(-1));
    }

    [Fact]
    public void Allocate_PoolHoldsTheMemory_TrimsAndSucceeds()
    {
        using CpuDevice device = TestDevices.Cpu(memoryLimit: 1 << 20);
        device.Allocate<byte>(700_000).Dispose();
        using DeviceBuffer<byte> buffer = device.Allocate<byte>(1_000_000);
        Assert.Equal(0, device.Memory.PooledBytes);
    }

    [Fact]
    public void Allocate_NoMemoryLeft_SaysRequestedFreeAndPooled()
    {
        using CpuDevice device = TestDevices.Cpu(memoryLimit: 1 << 20);
        using DeviceBuffer<byte> held = device.Allocate<byte>(1 << 19);
        DeviceOutOfMemoryException thrown = Assert.Throws<DeviceOutOfMemoryException>(() => device.Allocate<byte>(1 << 20));
        Assert.Equal(1 << 20, thrown.RequestedBytes);
        Assert.Equal(1 << 19, thrown.Memory.FreeBytes);
        Assert.Equal(
            "cpu:test: out of memory: 1,048,576 bytes requested, 524,288 free, 0 pooled, 524,288 in use by 1 buffers, 1,048,576 in total.",
            thrown.Message);
    }

    [Fact]
    public void Allocate_LeakedBuffersHoldTheMemory_CollectsThem()
    {
        using CpuDevice device = TestDevices.Cpu(memoryLimit: 1 << 20);
        Leak(device, 1 << 19);
        using DeviceBuffer<byte> buffer = device.Allocate<byte>(1 << 20);
        Assert.Equal(1, device.Memory.BuffersInUse);
    }

    [Fact]
    public void Finalizer_UndisposedBuffer_CountsAndFrees()
    {
        using CpuDevice device = TestDevices.Cpu();
        RunsAlone.Settle(device);
        long before = PantherDiagnostics.UndisposedBuffers;
        PantherDiagnostics.CaptureAllocationStacks = true;
        try
        {
            Leak(device, 4096);
        }
        finally
        {
            PantherDiagnostics.CaptureAllocationStacks = false;
        }

        Assert.Equal(1, device.Memory.BuffersInUse);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(before + 1, PantherDiagnostics.UndisposedBuffers);
        Assert.Contains(PantherDiagnostics.UndisposedAllocationStacks, stack => stack.Contains(nameof(Leak)));
        Assert.Equal(0, device.Memory.BuffersInUse);
        Assert.Equal(4096, device.Memory.PooledBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1_000_000)]
    [InlineData(70_000_000)]
    [InlineData(10_000_000_000)]
    public void RoundUp_AnySize_HoldsItAndWastesLittle(long bytes)
    {
        long rounded = SizeClass.RoundUp(bytes);
        Assert.InRange(rounded, bytes, bytes + Math.Max(256, bytes / 4));
        Assert.Equal(rounded, SizeClass.RoundUp(rounded));
    }

    [Fact]
    public void Dispose_ManyBuffersInALoop_KeepsMemoryWhereItWas()
    {
        using CpuDevice device = TestDevices.Cpu();
        for (int i = 0; i < 1000; i++)
        {
            using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(1 + (i * 37 % 4096));
        }

        Assert.Equal(0, device.Memory.InUseBytes);
        Assert.InRange(device.Memory.PooledBytes, 0, 256 << 10);
    }

    [Fact]
    public void Dispose_AfterTheDevice_GivesMemoryStraightBack()
    {
        CpuDevice device = TestDevices.Cpu();
        DeviceBuffer<float> buffer = device.Allocate<float>(1000);
        MemoryPool pool = device.Pool;
        device.Dispose();
        Assert.Equal(1, pool.Statistics.BuffersInUse);
        buffer.Dispose();
        Assert.Equal(0, pool.Statistics.PooledBytes);
        Assert.Equal(pool.Statistics.TotalBytes, pool.Statistics.FreeBytes);
    }

    [Fact]
    public void Dispose_PoolAboveItsShare_ReleasesIdleBlocks()
    {
        using CpuDevice device = TestDevices.Cpu(memoryLimit: 1L << 30);
        for (int i = 0; i < 3; i++)
        {
            device.Allocate<byte>((200 + i) << 20).Dispose();
            device.DefaultStream.Synchronize();
        }

        Assert.InRange(device.Memory.PooledBytes, 0, 1L << 28);
    }

    [Fact]
    public async Task AllocateAndDispose_FromManyThreadsAndStreams_NeverSharesABlock()
    {
        using CpuDevice device = TestDevices.Cpu();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(() =>
        {
            using DeviceStream stream = device.CreateStream();
            for (int i = 0; i < 200; i++)
            {
                using DeviceBuffer<int> buffer = device.Allocate<int>(1000, stream);
                buffer.Fill(number);
                Assert.False(buffer.ToArray().AsSpan().ContainsAnyExcept(number));
            }
        })));
        Assert.Equal(0, device.Memory.InUseBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leak(CpuDevice device, int bytes) => device.Allocate<byte>(bytes).Clear();
}
