using Panther.Jit.Runtime;

namespace Panther.Tests.Runtime;

/// <summary>Memory, streams and events of a device that a driver runs. A kind of device instantiates the suite by deriving from this class.</summary>
public abstract class DriverRuntimeTests(string kind)
{
    private Device Device => TestDevice.Get(kind);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(443)]
    [InlineData(3_000_001)]
    public void ToArray_AfterUpload_GivesTheSameElements(int length)
    {
        Device device = Device;
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
        Device device = Device;
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
        Device device = Device;
        using DeviceBuffer<int> source = device.Allocate<int>([1, 2, 3, 4]);
        using DeviceBuffer<int> destination = device.AllocateZeroed<int>(5);
        source.CopyTo(destination, sourceOffset: 1, destinationOffset: 2, length: 3);
        Assert.Equal([0, 0, 2, 3, 4], destination.ToArray());
    }

    [Fact]
    public void CopyFrom_SourceChangedAfterwards_KeepsWhatItWas()
    {
        Device device = Device;
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
        Device device = Device;
        DeviceOutOfMemoryException thrown = Assert.Throws<DeviceOutOfMemoryException>(() => device.Allocate<byte>(1L << 50));
        Assert.Equal(1L << 50, thrown.RequestedBytes);
        Assert.True(thrown.Memory.FreeBytes > 0);
        Assert.Contains(device.Id, thrown.Message);
    }

    [Fact]
    public async Task SynchronizeAsync_PendingWork_CompletesAfterIt()
    {
        Device device = Device;
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
        Device device = Device;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.DefaultStream.SynchronizeAsync(new CancellationToken(canceled: true)));
        device.DefaultStream.Synchronize();
    }

    [Fact]
    public void ElapsedMilliseconds_BetweenEvents_IsPositive()
    {
        Device device = Device;
        using DeviceBuffer<byte> buffer = device.Allocate<byte>(256 << 20);
        using DeviceEvent start = device.DefaultStream.RecordEvent();
        buffer.Fill(3);
        using DeviceEvent end = device.DefaultStream.RecordEvent();
        Assert.True(end.ElapsedMilliseconds(start) > 0);
    }

    [Fact]
    public void WaitFor_EventOfAnotherStream_OrdersTheTwo()
    {
        Device device = Device;
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
    public void HostPointer_MemoryOfADriver_IsRefused()
    {
        Device device = Device;
        using DeviceBuffer<int> buffer = device.AllocateZeroed<int>(3);
        Assert.Throws<InvalidOperationException>(() => buffer.View[0]);
        Assert.Throws<NotSupportedException>(() => device.DefaultStream.EnqueueHost("host", 0, static (_, _) => { }));
    }

    private static void CheckFill<T>(Device device, int length, T value)
        where T : unmanaged
    {
        using DeviceBuffer<T> buffer = device.Allocate<T>(length);
        buffer.Fill(value);
        Assert.All(buffer.ToArray(), element => Assert.Equal(value, element));
    }
}
