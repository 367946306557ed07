using Panther.Jit.Runtime;
using Panther.Kernels.Pooling;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Adaptive windows of so many places that the product of their numbers passes 2³¹, against plain loops.</summary>
public sealed class LongPoolingTests
{
    private const int Places = 70_000;
    private const int Windows = 40_000;

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void AdaptiveWindows_OfLongRows_AreThoseOfALoop(string device) => Check(TestDevice.Get(device));

    [Fact]
    public void AdaptiveWindows_OfLongRowsByKernels_AreThoseOfALoop()
    {
        using Device small = SmallDevice.New(256, 32 << 10);
        Check(small);
    }

    private static void Check(Device device)
    {
        DeviceStream queue = device.DefaultStream;
        double[] values = KernelDevices.Values(Places, 1);
        var largest = new double[Windows];
        var averages = new double[Windows];
        var taken = new double[Places];
        var spread = new double[Places];
        for (int window = 0; window < Windows; window++)
        {
            int start = (int)((long)window * Places / Windows);
            int end = (int)((((window + 1L) * Places) + Windows - 1) / Windows);
            double[] part = values[start..end];
            largest[window] = part.Max();
            averages[window] = part.Sum() / part.Length;
            taken[start + Array.IndexOf(part, largest[window])] += largest[window];
            for (int i = start; i < end; i++)
            {
                spread[i] += averages[window] / part.Length;
            }
        }

        using DeviceBuffer<double> input = device.Allocate<double>(values);
        using DeviceBuffer<double> output = device.Allocate<double>(Windows);
        using DeviceBuffer<int> places = device.Allocate<int>(Windows);
        var shape = new PoolingShape
        {
            Planes = 1,
            Y = new PoolingAxis { Input = 1, Output = 1 },
            X = new PoolingAxis { Input = Places, Output = Windows },
            IsAdaptive = true,
        };
        Poolings.Max(queue, shape, input.View, output.View, places.View);
        Assert.Equal(largest, output.ToArray());
        Poolings.Place(queue, shape, output.View, places.View, input.View);
        Assert.Equal(taken, input.ToArray());
        input.CopyFrom(values);
        Poolings.Average(queue, shape, input.View, output.View);
        Assert.Equal(averages, output.ToArray());
        Poolings.Spread(queue, shape, output.View, input.View);
        Assert.Equal(spread, input.ToArray());
    }
}
