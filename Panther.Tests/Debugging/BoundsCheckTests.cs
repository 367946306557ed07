using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Debugging;

/// <summary>Kernels compiled for debugging tell where an index leaves a view, an array or a span; each test on a stream that no other test waits for.</summary>
public sealed class BoundsCheckTests
{
    private static readonly JitOptions Checked = new() { Debug = true };

    public static TheoryData<string> Devices => ["cpu", "opencl", "cuda"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Launch_IndexOutsideTheView_NamesKernelLineIndexAndLength(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<int> source = device.Allocate<int>(new int[100]);
        using DeviceBuffer<int> destination = device.Allocate<int>(new int[100]);
        Kernel<Index1D, ArrayView<int>, ArrayView<int>> kernel = device.LoadKernel<Index1D, ArrayView<int>, ArrayView<int>>(BoundsKernels.CopyShifted, Checked);
        device.DefaultStream.Synchronize();

        kernel.Launch(stream, 100, source.View, destination.View);
        var thrown = Assert.Throws<KernelBoundsException>(stream.Synchronize);
        Assert.Equal("BoundsKernels.CopyShifted", thrown.Kernel);
        Assert.Equal((100, 100), (thrown.Index, thrown.Length));
        Assert.EndsWith("BoundsKernels.cs", thrown.File, StringComparison.Ordinal);
        Assert.Equal(BoundsKernels.CopyShiftedLine, thrown.Line);

        // It is told of once, and what stayed inside was done.
        stream.Synchronize();
        int[] copied = destination.ToArray();
        Assert.Equal(Enumerable.Repeat(7, 99).Append(0), copied);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Launch_EverythingInside_GivesTheSameAsWithoutChecks(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<int> source = device.Allocate<int>(Enumerable.Range(0, 257).ToArray(), stream);
        using DeviceBuffer<int> destination = device.Allocate<int>(new int[256], stream);
        device.LoadKernel<Index1D, ArrayView<int>, ArrayView<int>>(BoundsKernels.CopyShifted, Checked).Launch(stream, 256, source.View, destination.View);
        Assert.Equal(Enumerable.Range(1, 256).Select(i => i + 7), destination.ToArray(stream));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Copy_AfterAnIndexOutsideALocalArray_Throws(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<int> buffer = device.Allocate<int>(Enumerable.Range(0, 64).ToArray(), stream);
        device.LoadKernel<Index1D, ArrayView<int>>(BoundsKernels.PickFromArray, Checked).Launch(stream, 64, buffer.View);
        var thrown = Assert.Throws<KernelBoundsException>(() => buffer.ToArray(stream));
        Assert.InRange(thrown.Index, 8, 63);
        Assert.Equal(8, thrown.Length);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Copy_AfterAnIndexOutsideDynamicSharedMemory_Throws(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<int> buffer = device.Allocate<int>(new int[32], stream);
        device.LoadKernel<ArrayView<int>>(BoundsKernels.ShiftInDynamicShared, Checked).Launch(stream, new KernelConfig(1, 32, 32 * sizeof(int)), buffer.View);
        var thrown = Assert.Throws<KernelBoundsException>(() => buffer.ToArray(stream));
        Assert.Equal((32, 32), (thrown.Index, thrown.Length));
    }

    /// <summary>Threads that meet at a barrier go on, so that nobody waits for ever.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public async Task SynchronizeAsync_AfterAnIndexOutsideSharedMemory_Throws(string kind)
    {
        Device device = TestDevice.Get(kind);
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<int> buffer = device.Allocate<int>(new int[64], stream);
        device.LoadKernel<ArrayView<int>>(BoundsKernels.ReverseInShared, Checked).Launch(stream, new KernelConfig(1, 64), buffer.View);
        var thrown = await Assert.ThrowsAsync<KernelBoundsException>(() => stream.SynchronizeAsync(TestContext.Current.CancellationToken));
        Assert.Equal((-1, 64), (thrown.Index, thrown.Length));
    }
}
