using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Runtime;

public sealed class CudaRuntimeTests
{
    [Fact]
    public void Discovery_Gpu_HasItsProperties()
    {
        CudaDevice device = TestDevices.Cuda();
        Assert.Equal(32, device.WarpSize);
        Assert.True(device.MaxThreadsPerGroup >= 1024);
        Assert.True(device.MaxSharedBytesPerGroup >= 48 << 10);
        Assert.True(device.MultiprocessorCount > 0);
        Assert.StartsWith("sm_", device.Target.Architecture);
        Assert.True(device.Memory.TotalBytes > device.Memory.InUseBytes);
        Assert.False(device.Supports(DeviceFeature.HostRoutines));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(443)]
    [InlineData(3_000_001)]
    public void ToArray_AfterUpload_GivesTheSameElements(int length)
    {
        CudaDevice device = TestDevices.Cuda();
        double[] data = [.. Enumerable.Range(0, length).Select(i => i * 0.25)];
        using DeviceBuffer<double> buffer = device.Allocate<double>(data);
        Assert.Equal(data, buffer.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(1_000_003)]
    public void Fill_EverySize_SetsEveryElement(int length)
    {
        CudaDevice device = TestDevices.Cuda();
        CheckFill(device, length, (byte)200);
        CheckFill(device, length, (short)-12345);
        CheckFill(device, length, 1.5f);
        CheckFill(device, length, -1L);
        CheckFill(device, length, Math.PI);
        CheckFill(device, length, (1, 2, 3));
    }

    [Fact]
    public void CopyTo_BufferWithOffsets_CopiesParts()
    {
        CudaDevice device = TestDevices.Cuda();
        using DeviceBuffer<int> source = device.Allocate<int>([1, 2, 3, 4]);
        using DeviceBuffer<int> destination = device.AllocateZeroed<int>(5);
        source.CopyTo(destination, sourceOffset: 1, destinationOffset: 2, length: 3);
        Assert.Equal([0, 0, 2, 3, 4], destination.ToArray());
    }

    [Fact]
    public void CopyFrom_SourceChangedAfterwards_KeepsWhatItWas()
    {
        CudaDevice device = TestDevices.Cuda();
        using DeviceBuffer<int> buffer = device.Allocate<int>(1 << 22);
        int[] source = new int[1 << 22];
        Array.Fill(source, 7);
        buffer.CopyFrom(source);
        Array.Fill(source, 8);
        Assert.False(buffer.ToArray().AsSpan().ContainsAnyExcept(7));
    }

    [Fact]
    public void Allocate_MoreThanThereIs_SaysRequestedAndFree()
    {
        CudaDevice device = TestDevices.Cuda();
        DeviceOutOfMemoryException thrown = Assert.Throws<DeviceOutOfMemoryException>(() => device.Allocate<byte>(1L << 50));
        Assert.Equal(1L << 50, thrown.RequestedBytes);
        Assert.True(thrown.Memory.FreeBytes > 0);
        Assert.Contains(device.Id, thrown.Message);
    }

    [Fact]
    public void TrimPool_AfterDispose_GivesMemoryBack()
    {
        using CudaDevice device = DeviceSet.Discover(null).Devices.OfType<CudaDevice>().FirstOrDefault() ?? TestDevices.Cuda();
        device.Allocate<byte>(256 << 20).Dispose();
        Assert.Equal(256 << 20, device.Memory.PooledBytes);
        device.TrimPool();
        Assert.Equal(0, device.Memory.PooledBytes);
    }

    [Fact]
    public async Task SynchronizeAsync_PendingWork_CompletesAfterIt()
    {
        CudaDevice device = TestDevices.Cuda();
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<byte> buffer = device.Allocate<byte>(256 << 20, stream);
        buffer.Fill(1);
        buffer.Fill(2);
        using DeviceEvent end = stream.RecordEvent();
        await stream.SynchronizeAsync();
        Assert.True(end.IsCompleted);
        Assert.True(stream.IsIdle);
    }

    [Fact]
    public async Task SynchronizeAsync_Cancelled_EndsTheWait()
    {
        CudaDevice device = TestDevices.Cuda();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.DefaultStream.SynchronizeAsync(new CancellationToken(canceled: true)));
        device.DefaultStream.Synchronize();
    }

    [Fact]
    public void ElapsedMilliseconds_BetweenEvents_IsPositive()
    {
        CudaDevice device = TestDevices.Cuda();
        using DeviceBuffer<byte> buffer = device.Allocate<byte>(256 << 20);
        using DeviceEvent start = device.DefaultStream.RecordEvent();
        buffer.Fill(3);
        using DeviceEvent end = device.DefaultStream.RecordEvent();
        Assert.True(end.ElapsedMilliseconds(start) > 0);
    }

    [Fact]
    public void WaitFor_EventOfAnotherStream_OrdersTheTwo()
    {
        CudaDevice device = TestDevices.Cuda();
        using DeviceStream first = device.CreateStream();
        using DeviceStream second = device.CreateStream();
        using DeviceBuffer<int> buffer = device.Allocate<int>(1 << 24, first);
        for (int value = 1; value <= 20; value++)
        {
            buffer.Fill(value, first);
        }

        using DeviceEvent mark = first.RecordEvent();
        second.WaitFor(mark);
        int[] part = new int[1 << 10];
        buffer.CopyTo(part.AsSpan(), (1 << 24) - part.Length, second);
        Assert.All(part, element => Assert.Equal(20, element));
    }

    [Fact]
    public void HostPointer_Gpu_IsRefused()
    {
        CudaDevice device = TestDevices.Cuda();
        using DeviceBuffer<int> buffer = device.AllocateZeroed<int>(3);
        Assert.Throws<InvalidOperationException>(() => buffer.View[0]);
        Assert.Throws<NotSupportedException>(() => device.DefaultStream.EnqueueHost("host", 0, static (_, _) => { }));
    }

    private static void CheckFill<T>(CudaDevice device, int length, T value)
        where T : unmanaged
    {
        using DeviceBuffer<T> buffer = device.Allocate<T>(length);
        buffer.Fill(value);
        Assert.All(buffer.ToArray(), element => Assert.Equal(value, element));
    }
}
