using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Runtime;

public sealed class CpuGraphTests() : GraphTests("cpu");

public sealed class CudaGraphTests() : GraphTests("cuda");

public sealed class OpenClGraphTests() : GraphTests("opencl");

/// <summary>Captures and graphs, the same on every device.</summary>
public abstract class GraphTests(string kind)
{
    private const int Length = 1000;

    private Device Device => TestDevice.Get(kind);

    private Kernel<Index1D, ArrayView<int>, int> AddKernel => Device.LoadKernel<Index1D, ArrayView<int>, int>(Add);

    [Fact]
    public void Capture_RecordsWithoutRunning_LaunchRuns()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, stream);
        using LaunchGraph graph = stream.Capture(s =>
        {
            AddKernel.Launch(s, Length, buffer.View, 1);
            AddKernel.Launch(s, Length, buffer.View, 10);
        });
        Assert.Equal(2, graph.Count);
        Assert.Same(Device, graph.Device);
        Assert.All(buffer.ToArray(), element => Assert.Equal(0, element));
        for (int i = 0; i < 5; i++)
        {
            graph.Launch(stream);
        }

        AddKernel.Launch(stream, Length, buffer.View, 100);
        graph.Launch(stream);
        Assert.All(buffer.ToArray(), element => Assert.Equal(166, element));
    }

    [Fact]
    public void Capture_CopiesAndFills_AreRecorded()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<int> a = Device.AllocateZeroed<int>(Length, stream), b = Device.AllocateZeroed<int>(Length, stream);
        using DeviceBuffer<long> wide = Device.AllocateZeroed<long>(Length, stream);
        using DeviceBuffer<short> narrow = Device.AllocateZeroed<short>(Length, stream);
        int[] source = [.. Enumerable.Range(0, Length)];
        using LaunchGraph graph = stream.Capture(s =>
        {
            a.CopyFrom(source, s);
            AddKernel.Launch(s, Length, a.View, 1);
            a.CopyTo(b, s);
            a.Fill(-7, s);
            wide.Fill(0x0102030405060708, s);
            narrow.Fill(0x0102, s);
        });
        Array.Clear(source);
        for (int i = 0; i < 2; i++)
        {
            b.Clear();
            graph.Launch(stream);
            Assert.Equal(Enumerable.Range(1, Length), b.ToArray());
            Assert.All(a.ToArray(), element => Assert.Equal(-7, element));
            Assert.All(wide.ToArray(), element => Assert.Equal(0x0102030405060708, element));
            Assert.All(narrow.ToArray(), element => Assert.Equal(0x0102, element));
        }
    }

    [Fact]
    public void Launch_OnAnotherStream_IsOrderedBehindTheBuffersHome()
    {
        using DeviceStream home = Device.CreateStream(), other = Device.CreateStream();
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, home);
        using LaunchGraph graph = home.Capture(s => AddKernel.Launch(s, Length, buffer.View, 1));
        buffer.Fill(41);
        graph.Launch(other);
        Assert.All(buffer.ToArray(other), element => Assert.Equal(42, element));
    }

    [Fact]
    public void Launch_BufferDisposed_WorksOnMemoryOfItsOwn()
    {
        using DeviceStream stream = Device.CreateStream();
        DeviceBuffer<int> scratch = Device.AllocateZeroed<int>(Length, stream);
        using DeviceBuffer<int> result = Device.AllocateZeroed<int>(Length, stream);
        ArrayView<int> view = scratch.View;
        LaunchGraph graph = stream.Capture(s =>
        {
            AddKernel.Launch(s, Length, scratch.View, 1);
            s.Copy(scratch.View, result.View);
        });
        scratch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => AddKernel.Launch(stream, Length, view, 1));
        using DeviceBuffer<int> next = Device.Allocate<int>(Length, stream);
        Assert.NotEqual(view.Address, next.View.Address);
        next.Fill(1000);
        graph.Launch(stream);
        graph.Launch(stream);
        Assert.All(result.ToArray(), element => Assert.Equal(2, element));
        Assert.All(next.ToArray(), element => Assert.Equal(1000, element));
        graph.Dispose();
        using DeviceBuffer<int> reused = Device.Allocate<int>(Length, stream);
        Assert.Equal(view.Address, reused.View.Address);
    }

    [Fact]
    public void Capture_TemporariesOfTheAction_KeepTheirMemoryApart()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<int> result = Device.AllocateZeroed<int>(Length, stream);
        using LaunchGraph graph = stream.Capture(s =>
        {
            using DeviceBuffer<int> first = Device.AllocateZeroed<int>(Length, s);
            AddKernel.Launch(s, Length, first.View, 5);
            using DeviceBuffer<int> second = Device.Allocate<int>(Length, s);
            first.CopyTo(second, s);
            AddKernel.Launch(s, Length, second.View, 6);
            second.CopyTo(result, s);
        });
        for (int i = 0; i < 3; i++)
        {
            result.Clear();
            graph.Launch(stream);
            using DeviceBuffer<int> noise = Device.Allocate<int>(Length, stream);
            noise.Fill(-1);
            Assert.All(result.ToArray(), element => Assert.Equal(11, element));
        }
    }

    [Fact]
    public void Allocate_InTheAction_BelongsToTheStreamAfterwards()
    {
        using DeviceStream stream = Device.CreateStream();
        DeviceBuffer<int>? made = null;
        using LaunchGraph graph = stream.Capture(s => made = Device.AllocateZeroed<int>(Length, s));
        using DeviceBuffer<int> buffer = made!;
        buffer.Fill(3);
        Assert.All(buffer.ToArray(), element => Assert.Equal(3, element));
        graph.Launch(stream);
        Assert.All(buffer.ToArray(), element => Assert.Equal(0, element));
    }

    [Fact]
    public void Launch_InsideACapture_BecomesPartOfTheGraph()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, stream);
        LaunchGraph inner = stream.Capture(s =>
        {
            using DeviceBuffer<int> temporary = Device.Allocate<int>(Length, s);
            temporary.Fill(2, s);
            AddKernel.Launch(s, Length, temporary.View, 1);
            temporary.CopyTo(buffer, s);
        });
        using LaunchGraph outer = stream.Capture(s =>
        {
            inner.Launch(s);
            AddKernel.Launch(s, Length, buffer.View, 4);
        });
        inner.Dispose();
        outer.Launch(stream);
        Assert.All(buffer.ToArray(), element => Assert.Equal(7, element));
        Assert.Throws<ObjectDisposedException>(() => inner.Launch(stream));
    }

    [Fact]
    public void Launch_EmptyGraph_DoesNothing()
    {
        using LaunchGraph graph = Device.DefaultStream.Capture(static _ => { });
        graph.Launch(Device.DefaultStream);
        Device.DefaultStream.Synchronize();
        Assert.Equal(0, graph.Count);
    }

    [Fact]
    public async Task Capture_Waiting_IsRefused()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, stream);
        using DeviceEvent mark = stream.RecordEvent();
        foreach (Action<DeviceStream> wrong in new Action<DeviceStream>[]
        {
            s => s.Synchronize(),
            s => s.SynchronizeAsync().GetAwaiter().GetResult(),
            s => _ = s.IsIdle,
            s => s.RecordEvent(),
            s => s.WaitFor(mark),
            s => buffer.ToArray(s),
            s => s.Capture(_ => { }),
        })
        {
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => stream.Capture(wrong));
            Assert.Contains("capture", thrown.Message);
        }

        await stream.SynchronizeAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Capture_AnotherStream_IsRefused()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, stream);
        using LaunchGraph graph = stream.Capture(static _ => { });
        foreach (Action wrong in new Action[]
        {
            () => AddKernel.Launch(stream, Length, buffer.View, 1),
            () => buffer.Fill(1),
            () => buffer.CopyFrom(new int[Length]),
            () => graph.Launch(stream),
        })
        {
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => stream.Capture(_ => wrong()));
            Assert.Contains("stream that the action gets", thrown.Message);
        }

        Assert.All(buffer.ToArray(), element => Assert.Equal(0, element));
    }

    [Fact]
    public void Capture_OtherThreadsMeanwhile_AreNotConcerned()
    {
        using DeviceStream stream = Device.CreateStream(), other = Device.CreateStream();
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, other);
        using LaunchGraph graph = stream.Capture(s =>
        {
            Thread thread = new(() =>
            {
                AddKernel.Launch(other, Length, buffer.View, 1);
                other.Synchronize();
            });
            thread.Start();
            thread.Join();
        });
        Assert.Equal(0, graph.Count);
        Assert.All(buffer.ToArray(), element => Assert.Equal(1, element));
    }

    [Fact]
    public void Capture_ActionThrows_LetsEverythingGo()
    {
        using DeviceStream stream = Device.CreateStream();
        DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length, stream);
        nint address = buffer.View.Address;
        Assert.Throws<FormatException>(() => stream.Capture(s =>
        {
            AddKernel.Launch(s, Length, buffer.View, 1);
            throw new FormatException();
        }));
        buffer.Dispose();
        using DeviceBuffer<int> reused = Device.Allocate<int>(Length, stream);
        Assert.Equal(address, reused.View.Address);
    }

    [Fact]
    public void Stream_AfterItsCapture_IsDisposed()
    {
        DeviceStream? kept = null;
        using DeviceBuffer<int> buffer = Device.AllocateZeroed<int>(Length);
        using LaunchGraph graph = Device.DefaultStream.Capture(s => kept = s);
        Assert.Throws<ObjectDisposedException>(() => buffer.Fill(1, kept));
        Assert.Throws<ObjectDisposedException>(() => AddKernel.Launch(kept!, Length, buffer.View, 1));
    }

    [Fact]
    public void Launch_StreamOfAnotherDevice_NamesBoth()
    {
        using Device other = TestDevices.Cpu("cpu:other");
        using LaunchGraph graph = Device.DefaultStream.Capture(static _ => { });
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => graph.Launch(other.DefaultStream));
        Assert.Contains("cpu:other", thrown.Message);
        Assert.Contains(Device.Id, thrown.Message);
    }

    [Fact]
    public void Capture_HostRoutine_RunsAtEachLaunch()
    {
        int[] runs = [0];
        using DeviceStream stream = Device.CreateStream();
        if (!Device.Supports(DeviceFeature.HostRoutines))
        {
            Assert.Throws<NotSupportedException>(() => stream.Capture(s => s.EnqueueHost("count", runs, static (count, _) => count[0]++)));
            return;
        }

        using LaunchGraph graph = stream.Capture(s => s.EnqueueHost("count", runs, static (count, _) => count[0]++));
        graph.Launch(stream);
        graph.Launch(stream);
        stream.Synchronize();
        Assert.Equal(2, runs[0]);
    }

    private static void Add(Index1D index, ArrayView<int> view, int value) => view[index] += value;
}
