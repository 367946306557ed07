using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Runtime;

public sealed class CudaRuntimeTests() : DriverRuntimeTests("cuda")
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

    [Fact]
    public void TrimPool_AfterDispose_GivesMemoryBack()
    {
        using CudaDevice device = DeviceSet.Discover(null).Devices.OfType<CudaDevice>().FirstOrDefault() ?? TestDevices.Cuda();
        device.Allocate<byte>(256 << 20).Dispose();
        Assert.Equal(256 << 20, device.Memory.PooledBytes);
        device.TrimPool();
        Assert.Equal(0, device.Memory.PooledBytes);
    }
}
