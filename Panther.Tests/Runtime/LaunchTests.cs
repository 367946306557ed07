using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Runtime;

[Collection(nameof(RunsAlone))]
public sealed class CpuLaunchTests() : LaunchTests("cpu");

[Collection(nameof(RunsAlone))]
public sealed class CudaLaunchTests() : LaunchTests("cuda");

[Collection(nameof(RunsAlone))]
public sealed class OpenClLaunchTests() : LaunchTests("opencl");

/// <summary>What a launch costs the garbage collector: nothing, on any device. Runs alone, since the runtime puts off compiling for good while other tests keep it busy.</summary>
public abstract class LaunchTests(string kind)
{
    private Device Device => TestDevice.Get(kind);

    [Fact]
    public void Launch_Implicit_AllocatesNothing()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<float> a = Device.AllocateZeroed<float>(5000, stream), b = Device.AllocateZeroed<float>(5000, stream);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>, float> kernel = Device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Scale);
        RequireNoAllocation(stream, () => kernel.Launch(stream, 5000, a.View, b.View, 2));
    }

    [Fact]
    public void Launch_ExplicitWithStructAndSpecializedValue_AllocatesNothing()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<float> a = Device.AllocateZeroed<float>(5000, stream), b = Device.AllocateZeroed<float>(5000, stream);
        Kernel<Pair, SpecializedValue<int>> kernel = Device.LoadKernel<Pair, SpecializedValue<int>>(ScaleGrouped);
        var pair = new Pair(a.View, 3, b.View);
        RequireNoAllocation(stream, () => kernel.Launch(stream, new KernelConfig(20, 256, 1024), pair, new SpecializedValue<int>(4)));
    }

    [Fact]
    public void Launch_LoadedAgainEachTime_AllocatesNothing()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<float> a = Device.AllocateZeroed<float>(100, stream), b = Device.AllocateZeroed<float>(100, stream);
        Device device = Device;
        RequireNoAllocation(stream, () => device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Scale).Launch(stream, 100, a.View, b.View, 2));
    }

    [Fact]
    public void Launch_Graph_AllocatesNothing()
    {
        using DeviceStream stream = Device.CreateStream();
        using DeviceBuffer<float> a = Device.AllocateZeroed<float>(1000, stream), b = Device.AllocateZeroed<float>(1000, stream);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>, float> kernel = Device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Scale);
        using LaunchGraph graph = stream.Capture(s => kernel.Launch(s, 1000, a.View, b.View, 2));
        RequireNoAllocation(stream, () => graph.Launch(stream));
    }

    /// <summary>Requires that an action allocates nothing on the calling thread, once its code is compiled for good: what the runtime compiles first, in haste, may box.</summary>
    private static void RequireNoAllocation(DeviceStream stream, Action launch)
    {
        const int Launches = 2000, Rounds = 200;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Launches; i++)
            {
                launch();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            stream.Synchronize();
            if (round > 0 && allocated == 0)
            {
                return;
            }

            Thread.Sleep(50);
        }

        Assert.Fail($"{Launches} launches allocate {allocated} bytes, after {Rounds} rounds still.");
    }

    private static void Scale(Index1D index, ArrayView<float> x, ArrayView<float> y, float factor) => y[index] = x[index] * factor;

    private static void ScaleGrouped(Pair pair, SpecializedValue<int> factor)
    {
        int index = Grid.GlobalIndex.X;
        if (index < pair.To.Length)
        {
            pair.To[index] = pair.From[index] * factor.Value * pair.Factor;
        }
    }

    private readonly record struct Pair(ArrayView<float> From, int Factor, ArrayView<float> To);
}
