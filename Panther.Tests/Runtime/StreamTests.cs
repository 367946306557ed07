using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

public sealed class StreamTests
{
    [Fact]
    public void Enqueue_ManyRoutines_RunInOrder()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceStream stream = device.CreateStream();
        List<int> order = [];
        for (int i = 0; i < 2000; i++)
        {
            stream.EnqueueHost("note", (order, i), static (state, _) => state.order.Add(state.i));
        }

        stream.Synchronize();
        Assert.True(stream.IsIdle);
        Assert.Equal(Enumerable.Range(0, 2000), order);
    }

    [Fact]
    public void Enqueue_AfterAPause_WorksThoughTheThreadIsGone()
    {
        using CpuDevice device = new("cpu:test", new CpuDeviceOptions { Threads = 2, StreamPatience = TimeSpan.FromMilliseconds(1) });
        using var stream = (CpuStream)device.CreateStream();
        int[] count = [0];
        for (int i = 1; i <= 20; i++)
        {
            stream.EnqueueHost("count", count, static (counter, _) => counter[0]++);
            Assert.True(SpinWait.SpinUntil(() => stream.IsIdle && !stream.HasThread, TimeSpan.FromSeconds(30)));
            Assert.Equal(i, count[0]);
        }

        for (int i = 0; i < 20_000; i++)
        {
            stream.EnqueueHost("count", count, static (counter, _) => counter[0]++);
            if (i % 100 == 0)
            {
                Thread.Sleep(i % 3);
            }
        }

        stream.Synchronize();
        Assert.Equal(20_020, count[0]);
    }

    [Fact]
    public async Task Enqueue_FromManyThreads_RunsEverythingOnce()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceStream stream = device.CreateStream();
        int[] count = [0];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                // Not atomic on purpose: a stream executes one routine at a time.
                stream.EnqueueHost("count", count, static (counter, _) => counter[0]++);
            }

            stream.Synchronize();
        })));
        Assert.Equal(4000, count[0]);
    }

    [Fact]
    public void Enqueue_BusyStream_ReturnsAtOnce()
    {
        using CpuDevice device = TestDevices.Cpu();
        using ManualResetEventSlim release = new();
        device.DefaultStream.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        using DeviceEvent after = device.DefaultStream.RecordEvent();
        Assert.False(device.DefaultStream.IsIdle);
        Assert.False(after.IsCompleted);
        release.Set();
        after.Synchronize();
        Assert.True(after.IsCompleted);
    }

    [Fact]
    public void WaitFor_EventOfAnotherStream_OrdersTheTwo()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceStream first = device.CreateStream();
        using DeviceStream second = device.CreateStream();
        using ManualResetEventSlim release = new();
        List<string> order = [];
        first.EnqueueHost("block", release, static (gate, _) => gate.Wait());
        first.EnqueueHost("first", order, static (list, _) => list.Add("first"));
        using (DeviceEvent mark = first.RecordEvent())
        {
            second.WaitFor(mark);
        }

        second.EnqueueHost("second", order, static (list, _) => list.Add("second"));
        Assert.Empty(order);
        release.Set();
        second.Synchronize();
        Assert.Equal(["first", "second"], order);
    }

    [Fact]
    public async Task SynchronizeAsync_PendingWork_CompletesAfterIt()
    {
        using CpuDevice device = TestDevices.Cpu();
        using ManualResetEventSlim release = new();
        bool[] done = [false];
        device.DefaultStream.EnqueueHost("work", (release, done), static (state, _) =>
        {
            state.release.Wait();
            state.done[0] = true;
        });
        Task wait = device.DefaultStream.SynchronizeAsync();
        Assert.False(wait.IsCompleted);
        release.Set();
        await wait;
        Assert.True(done[0]);
    }

    [Fact]
    public async Task SynchronizeAsync_Cancelled_EndsTheWaitAndNotTheWork()
    {
        using CpuDevice device = TestDevices.Cpu();
        using ManualResetEventSlim release = new();
        using CancellationTokenSource cancellation = new();
        bool[] done = [false];
        device.DefaultStream.EnqueueHost("work", (release, done), static (state, _) =>
        {
            state.release.Wait();
            state.done[0] = true;
        });
        Task wait = device.DefaultStream.SynchronizeAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.False(done[0]);
        release.Set();
        device.DefaultStream.Synchronize();
        Assert.True(done[0]);
    }

    [Fact]
    public async Task Synchronize_AfterARoutineThrew_SaysWhatAndWhere()
    {
        using CpuDevice device = TestDevices.Cpu();
        DeviceStream stream = device.DefaultStream;
        bool[] ran = [false];
        stream.EnqueueHost("fine", 0, static (_, _) => { });
        stream.EnqueueHost("faulty", 0, static (_, _) => throw new ArithmeticException("wrong"));
        stream.EnqueueHost("skipped", ran, static (flag, _) => flag[0] = true);
        DeviceException thrown = Assert.Throws<DeviceException>(stream.Synchronize);
        Assert.IsType<ArithmeticException>(thrown.InnerException);
        Assert.Equal("cpu:test", thrown.DeviceId);
        Assert.Contains("faulty", thrown.Call);
        Assert.Contains("wrong", thrown.Message);
        Assert.Contains("fine", thrown.RecentLaunches);
        Assert.False(ran[0]);

        stream.Synchronize();
        stream.EnqueueHost("faulty", 0, static (_, _) => throw new ArithmeticException("again"));
        await Assert.ThrowsAsync<DeviceException>(() => stream.SynchronizeAsync());
    }

    [Fact]
    public void Synchronize_InsideARoutine_IsRefused()
    {
        using CpuDevice device = TestDevices.Cpu();
        device.DefaultStream.EnqueueHost("deadlock", device.DefaultStream, static (stream, _) => stream.Synchronize());
        DeviceException thrown = Assert.Throws<DeviceException>(device.DefaultStream.Synchronize);
        Assert.IsType<InvalidOperationException>(thrown.InnerException);
    }

    [Fact]
    public void ElapsedMilliseconds_BetweenEvents_CoversTheWork()
    {
        using CpuDevice device = TestDevices.Cpu();
        using DeviceEvent start = device.DefaultStream.RecordEvent();
        device.DefaultStream.EnqueueHost("sleep", 0, static (_, _) => Thread.Sleep(20));
        using DeviceEvent end = device.DefaultStream.RecordEvent();
        Assert.True(end.ElapsedMilliseconds(start) > 0);
        Assert.True(start.ElapsedMilliseconds(end) < 0);
    }

    [Fact]
    public void Members_AfterDispose_Throw()
    {
        using CpuDevice device = TestDevices.Cpu();
        DeviceStream stream = device.CreateStream();
        stream.Dispose();
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(stream.Synchronize);
        Assert.Throws<ObjectDisposedException>(() => stream.RecordEvent());
        Assert.Throws<ObjectDisposedException>(() => stream.EnqueueHost("late", 0, static (_, _) => { }));
    }

    [Fact]
    public void Dispose_DefaultStream_IsIgnored()
    {
        using CpuDevice device = TestDevices.Cpu();
        device.DefaultStream.Dispose();
        device.DefaultStream.Synchronize();
    }

    [Fact]
    public void Members_AfterDeviceDispose_Throw()
    {
        CpuDevice device = TestDevices.Cpu();
        DeviceStream stream = device.DefaultStream;
        device.Allocate<int>(3).Dispose();
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(stream.Synchronize);
        Assert.Throws<ObjectDisposedException>(() => device.CreateStream());
        Assert.Throws<ObjectDisposedException>(() => device.Allocate<int>(3));
    }
}
