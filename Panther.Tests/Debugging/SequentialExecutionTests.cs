using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Debugging;

/// <summary>A CPU device that runs the C# methods themselves, one thread after another.</summary>
[Collection(nameof(RunsAlone))]
public sealed class SequentialExecutionTests
{
    private static CpuDevice NewDevice() => new("cpu:sequential", new CpuDeviceOptions { Threads = 1, Execution = CpuExecution.Sequential });

    [Fact]
    public void Launch_Implicit_RunsTheMethodForEachIndex()
    {
        using CpuDevice device = NewDevice();
        using DeviceBuffer<float> buffer = device.Allocate<float>(new float[300]);
        device.LoadKernel<Index1D, ArrayView<float>, Pair>(Scale).Launch(device.DefaultStream, 299, buffer.View, new Pair(2, 0.5));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => i < 299 ? (i * 2) + 0.5f : 0), buffer.ToArray());
    }

    [Fact]
    public void Launch_WithBarriers_LetsTheThreadsTakeTurns()
    {
        using CpuDevice device = NewDevice();
        using DeviceBuffer<int> buffer = device.Allocate<int>(Enumerable.Range(0, 64).ToArray());
        device.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Rotate).Launch(device.DefaultStream, new KernelConfig(2, 32), buffer.View, new SpecializedValue<int>(5));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => (i / 32 * 32) + ((i + 5) % 32)), buffer.ToArray());
    }

    /// <summary>The compiled form would drop what .NET does here: the threads come in order.</summary>
    [Fact]
    public void Launch_InTheDebugger_VisitsThreadsInOrder()
    {
        using CpuDevice device = NewDevice();
        using DeviceBuffer<int> buffer = device.Allocate<int>(new int[1]);
        device.LoadKernel<ArrayView<int>>(Count).Launch(device.DefaultStream, new KernelConfig(3, 7), buffer.View);
        Assert.Equal(21 * 22 / 2 * 1000 + 21, buffer.ToArray()[0]);
    }

    [Fact]
    public void Synchronize_AfterAnIndexOutsideAView_CarriesTheException()
    {
        using CpuDevice device = NewDevice();
        using DeviceBuffer<int> buffer = device.Allocate<int>(new int[8]);
        device.LoadKernel<Index1D, ArrayView<int>, ArrayView<int>>(BoundsKernels.CopyShifted).Launch(device.DefaultStream, 8, buffer.View, buffer.View);
        var thrown = Assert.Throws<DeviceException>(device.DefaultStream.Synchronize);
        Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException);
    }

    [Fact]
    public void WriteLine_InAKernel_PrintsInOrder()
    {
        using CpuDevice device = NewDevice();
        using DeviceBuffer<int> buffer = device.Allocate<int>([3, 4]);
        TextWriter console = Console.Out;
        var printed = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            device.LoadKernel<Index1D, ArrayView<int>>(Print).Launch(device.DefaultStream, 2, buffer.View);
            device.DefaultStream.Synchronize();
        }
        finally
        {
            Console.SetOut(console);
        }

        string[] lines = printed.ToString().Split(Environment.NewLine);
        Assert.Equal(["thread 0: 3", "thread 1: 4"], lines.Where(l => l.StartsWith("thread ", StringComparison.Ordinal)));
    }

    /// <summary>Compiled kernels print nothing.</summary>
    [Fact]
    public void WriteLine_InACompiledKernel_IsDropped()
    {
        Device device = TestDevice.Get("cpu");
        using DeviceBuffer<int> buffer = device.Allocate<int>([3, 4]);
        device.LoadKernel<Index1D, ArrayView<int>>(Print).Launch(device.DefaultStream, 2, buffer.View);
        Assert.Equal([4, 5], buffer.ToArray());
    }

    private static void Scale(Index1D index, ArrayView<float> values, Pair pair) => values[index] = (index * pair.Factor) + (float)pair.Addend;

    private static void Rotate(ArrayView<int> values, SpecializedValue<int> distance)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(32);
        int place = (Grid.IdxX * Group.DimX) + Group.IdxX;
        tile[Group.IdxX] = values[place];
        Group.Barrier();
        values[place] = tile[(Group.IdxX + distance) % 32];
    }

    private static void Count(ArrayView<int> sum)
    {
        int number = (Grid.IdxX * Group.DimX) + Group.IdxX + 1;
        if (sum[0] % 1000 == number - 1)
        {
            sum[0] += (number * 1000) + 1;
        }
    }

    private static void Print(Index1D index, ArrayView<int> values)
    {
        Interop.WriteLine("thread {0}: {1}", index.X, values[index]);
        values[index]++;
    }

    private readonly record struct Pair(int Factor, double Addend);
}
