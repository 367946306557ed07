using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Runtime;

public sealed class OpenClRuntimeTests() : DriverRuntimeTests("opencl")
{
    private static OpenClDevice Device => (OpenClDevice)TestDevice.Get("opencl");

    [Fact]
    public void Discovery_Device_HasItsProperties()
    {
        OpenClDevice device = Device;
        Assert.Equal(1, device.WarpSize);
        Assert.InRange(device.MaxThreadsPerGroup, 32, 1024);
        Assert.True(device.MaxSharedBytesPerGroup >= 32 << 10);
        Assert.True(device.MultiprocessorCount > 0);
        Assert.True(device.Memory.TotalBytes > device.Memory.InUseBytes);
        Assert.False(device.Supports(DeviceFeature.HostRoutines));
        Assert.Same(device, Panther.Jit.Runtime.Device.Find(device.Id));
    }

    [Fact]
    public void Allocate_ManyBuffers_ReusesTheirSlots()
    {
        OpenClDevice device = Device;
        for (int round = 0; round < 3; round++)
        {
            DeviceBuffer<int>[] buffers = [.. Enumerable.Range(0, 200).Select(i => device.Allocate<int>([i, -i]))];
            Assert.All(buffers.Index(), item => Assert.Equal([item.Index, -item.Index], item.Item.ToArray()));
            foreach (DeviceBuffer<int> buffer in buffers)
            {
                buffer.Dispose();
            }

            device.TrimPool();
        }
    }
}
