using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Runtime;

public sealed class CudaKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1025)]
    [InlineData(1_000_003)]
    public void Launch_HandWrittenPtx_ComputesEveryElement(int length)
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.Scale, "scale");
        using DeviceBuffer<float> buffer = device.Allocate<float>([.. Enumerable.Range(0, length).Select(i => (float)i)]);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel);
        kernel.Launch(device.DefaultStream, new KernelConfig((length + 255) / 256, 256), buffer.View, 0.5f);
        Assert.Equal(Enumerable.Range(0, length).Select(i => i * 0.5f), buffer.ToArray());
    }

    [Fact]
    public void Launch_OnAnotherThreadAndStream_Works()
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.Scale, "scale");
        using DeviceStream stream = device.CreateStream();
        using DeviceBuffer<float> buffer = device.Allocate<float>([1f, 2f, 3f]);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel);
        Thread thread = new(() =>
        {
            kernel.Launch(stream, new KernelConfig(1, 32), buffer.View, 2f);
            stream.Synchronize();
        });
        thread.Start();
        thread.Join();
        Assert.Equal([2f, 4f, 6f], buffer.ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 0)]
    [InlineData(64 << 10, 0)]
    [InlineData(16 << 10, 64 << 10)]
    public void Launch_DynamicSharedMemory_IsRaisedAbove48K(int asked, int reserved)
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.SharedSize, "shared_size", reserved);
        Assert.SkipUnless(device.MaxSharedBytesPerGroup >= asked + reserved, $"The device has {device.MaxSharedBytesPerGroup} bytes of shared memory.");
        using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 32, asked), buffer.View, 0f);
        Assert.Equal(asked + reserved, buffer.ToArray()[0]);
    }

    [Fact]
    public void Launch_TooMuchSharedMemory_SaysTheLimit()
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.SharedSize, "shared_size");
        using DeviceBuffer<float> buffer = device.Allocate<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel);
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(
            () => kernel.Launch(device.DefaultStream, new KernelConfig(1, 32, 1 << 20), buffer.View, 0f));
        Assert.Contains(device.MaxSharedBytesPerGroup.ToString(), thrown.Message);
    }

    [Fact]
    public void LoadKernel_BrokenPtx_CarriesTheDriversLog()
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.Scale.Replace("mul.f32", "mull.f32"), "scale");
        DeviceException thrown = Assert.Throws<DeviceException>(() => device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel));
        Assert.Equal("cuModuleLoadDataEx", thrown.Call);
        Assert.Contains("mull", thrown.Message);
    }

    [Fact]
    public void Launch_TooManyGroupsInZ_SaysWhatToDo()
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.Scale, "scale");
        using DeviceBuffer<float> buffer = device.Allocate<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel);
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Launch(
            device.DefaultStream, new KernelConfig(new Index3D(1, 1, 65536), new Index3D(1, 1, 1)), buffer.View, 0f));
        Assert.Contains("65535", thrown.Message);
        Assert.Contains("direction in X", thrown.Message);
    }

    [Fact]
    public void Launch_GroupTheDriverRefuses_NamesCallAndKernel()
    {
        using CudaDevice device = CudaPtx.Device(CudaPtx.Scale, "scale");
        using DeviceBuffer<float> buffer = device.Allocate<float>(1);
        Kernel<ArrayView<float>, float> kernel = device.LoadKernel<ArrayView<float>, float>(CudaPtx.Kernel);
        DeviceException thrown = Assert.Throws<DeviceException>(() => kernel.Launch(
            device.DefaultStream, new KernelConfig(new Index3D(1, 1, 1), new Index3D(1, 1, 128)), buffer.View, 0f));
        Assert.Contains("cuLaunchKernel", thrown.Call);
        Assert.Contains("CudaPtx.Kernel", thrown.Message);
        Assert.Contains("CUDA_ERROR_INVALID_VALUE", thrown.Message);
    }
}
