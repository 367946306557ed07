using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Runtime;

public sealed class OpenClKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1025)]
    [InlineData(1_000_003)]
    public void Launch_HandWrittenText_ComputesEveryElement(int length)
    {
        using OpenClDevice device = OpenClText.Device(OpenClText.Scale);
        using DeviceBuffer<float> buffer = device.Allocate<float>([.. Enumerable.Range(0, length).Select(i => (float)i)]);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel);
        kernel.Launch(device.DefaultStream, new KernelConfig((length + 255) / 256, 256), buffer.View, 0.5f);
        Assert.Equal(Enumerable.Range(0, length).Select(i => i * 0.5f), buffer.ToArray());
    }

    [Fact]
    public void Launch_PartOfABufferAndAnEmptyView_FindsThem()
    {
        using OpenClDevice device = OpenClText.Device(OpenClText.Scale);
        using DeviceBuffer<float> other = device.Allocate<float>([1f, 1f]);
        using DeviceBuffer<float> buffer = device.Allocate<float>([1f, 2f, 3f, 4f, 5f]);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 32), buffer.View.SubView(1, 3), 10f);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 32), default, 10f);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 32), buffer.View.SubView(5), 10f);
        Assert.Equal([1f, 20f, 30f, 40f, 5f], buffer.ToArray());
        Assert.Equal([1f, 1f], other.ToArray());
    }

    [Fact]
    public void Launch_FromManyThreads_KeepsArgumentsApart()
    {
        using OpenClDevice device = OpenClText.Device(OpenClText.Scale);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel);
        DeviceBuffer<float>[] buffers = [.. Enumerable.Range(0, 8).Select(_ => device.Allocate<float>([1f]))];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                // Powers of two multiply exactly; every second launch takes back what the one before did.
                kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), buffers[t].View, i % 2 == 0 ? 1 << t : 1f / (1 << t));
            }

            kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), buffers[t].View, t);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f], buffers.Select(buffer => buffer.ToArray()[0]));
        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(30 << 10)]
    public void Launch_DynamicSharedMemory_HasTheSizeAskedFor(int asked)
    {
        using OpenClDevice device = OpenClText.Device(OpenClText.SharedSize, hasDynamicShared: true);
        using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 32, asked), buffer.View, 0f);
        Assert.Equal(asked, buffer.ToArray()[0]);
    }

    [Fact]
    public void Launch_TooMuchSharedMemory_SaysTheLimit()
    {
        using OpenClDevice device = OpenClText.Device(OpenClText.SharedSize, hasDynamicShared: true);
        using DeviceBuffer<float> buffer = device.Allocate<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel);
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(
            () => kernel.Launch(device.DefaultStream, new KernelConfig(1, 32, 1 << 30), buffer.View, 0f));
        Assert.Contains(device.MaxSharedBytesPerGroup.ToString(), thrown.Message);
    }

    [Fact]
    public void LoadKernel_BrokenText_CarriesTheDriversLog()
    {
        using OpenClDevice device = OpenClText.Device(OpenClText.Scale.Replace("factor;", "no_such_name;"));
        DeviceException thrown = Assert.Throws<DeviceException>(() => device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel));
        Assert.Equal("clBuildProgram", thrown.Call);
        Assert.Contains("CL_BUILD_PROGRAM_FAILURE (-11) for OpenClText.Kernel", thrown.Message);
        Assert.Contains("no_such_name", thrown.Message);
    }

    [Fact]
    public void Launch_GroupTheDriverRefuses_NamesCallKernelAndLimit()
    {
        using OpenClDevice device = OpenClText.Device("__attribute__((reqd_work_group_size(32, 1, 1))) " + OpenClText.Scale);
        using DeviceBuffer<float> buffer = device.Allocate<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(OpenClText.Kernel);
        DeviceException thrown = Assert.Throws<DeviceException>(
            () => kernel.Launch(device.DefaultStream, new KernelConfig(1, 64), buffer.View, 0f));
        Assert.Contains("clEnqueueNDRangeKernel", thrown.Call);
        Assert.Contains("OpenClText.Kernel", thrown.Message);
        Assert.Contains("CL_INVALID_WORK_GROUP_SIZE (-54)", thrown.Message);
        Assert.Equal(["OpenClText.Kernel"], thrown.RecentLaunches);
    }
}
