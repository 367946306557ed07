using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

public sealed class BufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(443)]
    [InlineData(1025)]
    [InlineData(1_000_003)]
    public void ToArray_AfterUpload_GivesTheSameElements(int length)
    {
        using CpuDevice device = TestDevices.Cpu();
        double[] data = [.. Enumerable.Range(0, length).Select(i => i * 0.5)];
        using DeviceBuffer<double> buffer = device.Allocate<double>(data);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length * 8L, buffer.LengthInBytes);
        Assert.Equal(data, buffer.ToArray());
    }

    [Fact]
    public void CopyFrom_SourceChangedAfterwards_KeepsWhatItWas()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> buffer = device.Allocate<int>(64);
        using ManualResetEventSlim release = new();
        device.DefaultStream.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        int[] source = [.. Enumerable.Range(0, 64)];
        buffer.CopyFrom(source);
        Array.Clear(source);
        release.Set();
        Assert.Equal(Enumerable.Range(0, 64), buffer.ToArray());
    }

    [Fact]
    public void CopyFrom_WithOffset_ChangesOnlyThatPart()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<short> buffer = device.AllocateZeroed<short>(6);
        buffer.CopyFrom([7, 8], destinationOffset: 3);
        Assert.Equal([0, 0, 0, 7, 8, 0], buffer.ToArray());

        short[] part = new short[2];
        buffer.CopyTo(part.AsSpan(), sourceOffset: 3);
        Assert.Equal([7, 8], part);
    }

    [Fact]
    public void CopyTo_Buffer_CopiesParts()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> source = device.Allocate<int>([1, 2, 3, 4]);
        using DeviceBuffer<int> destination = device.AllocateZeroed<int>(5);
        source.CopyTo(destination, sourceOffset: 1, destinationOffset: 2, length: 3);
        Assert.Equal([0, 0, 2, 3, 4], destination.ToArray());
        source.CopyTo(destination);
        Assert.Equal([1, 2, 3, 4, 4], destination.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1 << 19)]
    [InlineData(700_001)]
    public void Fill_WideElement_SetsEveryElement(int length)
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<(int A, int B, int C)> buffer = device.Allocate<(int A, int B, int C)>(length);
        buffer.Fill((1, 2, 3));
        Assert.All(buffer.ToArray(), element => Assert.Equal((1, 2, 3), element));
    }

    [Fact]
    public void Clear_FilledBuffer_IsZero()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<float> buffer = device.Allocate<float>(1000);
        buffer.Fill(3f);
        buffer.Clear();
        Assert.All(buffer.ToArray(), element => Assert.Equal(0f, element));
    }

    [Fact]
    public void View_OfCpuBuffer_IsReadableInPlace()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> buffer = device.Allocate<int>([1, 2, 3]);
        device.DefaultStream.Synchronize();
        Assert.Equal(3, buffer.View[2]);
    }

    [Fact]
    public void Members_AfterDispose_Throw()
    {
        using CpuDevice device = TestDevices.Cpu();
        DeviceBuffer<int> buffer = device.Allocate<int>([1, 2, 3]);
        ArrayView<int> view = buffer.View;
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => buffer.View);
        Assert.Throws<ObjectDisposedException>(() => buffer.ToArray());
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyFrom([1]));
        Assert.Throws<ObjectDisposedException>(() => device.DefaultStream.Clear(view));
    }

    [Fact]
    public void Copy_ToOtherDevice_NamesBoth()
    {
        using CpuDevice one = TestDevices.Cpu("cpu:one");
        using CpuDevice two = TestDevices.Cpu("cpu:two");
        using DeviceBuffer<int> buffer = one.Allocate<int>(4);
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => buffer.CopyFrom([1, 2], two.DefaultStream));
        Assert.Contains("cpu:one", thrown.Message);
        Assert.Contains("cpu:two", thrown.Message);
        Assert.Throws<ArgumentException>(() => one.Allocate<int>(4, two.DefaultStream));
    }

    [Fact]
    public void Copy_TooShortDestination_Throws()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> buffer = device.Allocate<int>(4);
        Assert.Throws<ArgumentException>(() => buffer.CopyTo(new int[3].AsSpan()));
        Assert.Throws<ArgumentException>(() => buffer.CopyFrom(new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyTo(new int[3].AsSpan(), sourceOffset: 2));
    }

    [Fact]
    public void Allocate_ImpossibleLength_Throws()
    {
        using CpuDevice device = TestDevices.Cpu();
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Allocate<int>(-1));
        Assert.Throws<OverflowException>(() => device.Allocate<long>(long.MaxValue / 4));
    }

    [Fact]
    public async Task ToArrayAsync_PendingWork_WaitsForIt()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceBuffer<int> buffer = device.AllocateZeroed<int>(3);
        using ManualResetEventSlim release = new();
        device.DefaultStream.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        buffer.Fill(5);
        Task<int[]> pending = buffer.ToArrayAsync();
        Assert.False(pending.IsCompleted);
        release.Set();
        int[] elements = await pending;
        Assert.Equal([5, 5, 5], elements);
    }
}
