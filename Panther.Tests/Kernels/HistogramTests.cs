using Panther.Jit.Runtime;
using Panther.Kernels.Histograms;

namespace Panther.Tests.Kernels;

public sealed class HistogramTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Count_Indices_AgreesWithLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach (int bins in new[] { 1, 3, 256, 1000, 4096, 65_536, 100_000 })
        {
            foreach (int size in new[] { 0, 1, 33, 1025, 100_003 })
            {
                // One value in seven falls on one bin, and a few on none.
                int[] values = [.. KernelDevices.Values(size, bins).Select((x, i) => i % 7 == 0 ? bins / 2 : (int)(bins * ((x * 0.6) + 0.5)))];
                int[] expected = new int[bins];
                foreach (int value in values)
                {
                    if ((uint)value < (uint)bins)
                    {
                        expected[value]++;
                    }
                }

                using DeviceBuffer<int> source = queue.Device.Allocate<int>(values);
                using DeviceBuffer<int> counts = queue.Device.Allocate<int>(bins);
                Histogram.Count(queue, source.View, counts.View);
                Assert.Equal(expected, counts.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Count_Singles_LeavesOutWhatLiesOutside(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        float[] values = [-1, -1.01f, -0.5f, 0, 0.49f, 0.5f, 0.99f, 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e38f];
        using DeviceBuffer<float> source = queue.Device.Allocate<float>(values);
        using DeviceBuffer<int> counts = queue.Device.Allocate<int>(4);
        Histogram.Count(queue, source.View, -1f, 1f, counts.View);
        Assert.Equal([1, 1, 2, 2], counts.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Count(queue, source.View, 1f, 1f, counts.View));
    }
}
