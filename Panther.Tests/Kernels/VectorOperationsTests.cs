using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Tests.Kernels;

public sealed class VectorOperationsTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Single_OddSizes_HaveTheBitsOfDotNet(string device) => AssertAll(TestDevice.Get(device), KernelDevices.Singles, 1.7f);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Double_OddSizes_HaveTheBitsOfDotNet(string device) => AssertAll(TestDevice.Get(device), KernelDevices.Values, 1.7);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Convert_OddSizes_HasTheBitsOfDotNet(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach (int size in KernelDevices.OddSizes)
        {
            double[] values = [.. KernelDevices.Values(size, 3).Select((x, i) => i % 5 == 4 ? x * 1e-42 : x)];
            using DeviceBuffer<double> wide = queue.Device.Allocate<double>(values);
            using DeviceBuffer<float> narrow = queue.Device.Allocate<float>(size);
            using DeviceBuffer<double> back = queue.Device.Allocate<double>(size);
            VectorOperations.Convert(queue, wide.View, narrow.View);
            VectorOperations.Convert(queue, narrow.View, back.View);
            Assert.Equal(values.Select(x => (float)x), narrow.ToArray());
            Assert.Equal(values.Select(x => (double)(float)x), back.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Add_LengthsDiffer_Throws(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> three = queue.Device.Allocate<float>(3);
        using DeviceBuffer<float> four = queue.Device.Allocate<float>(4);
        Assert.Throws<ArgumentException>(() => VectorOperations.Add(queue, three.View, four.View, four.View));
    }

    private static void AssertAll<T>(Device device, Func<int, int, T[]> values, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream queue = device.DefaultStream;
        foreach (int size in KernelDevices.OddSizes)
        {
            T[] x = values(size, 1);
            T[] y = values(size, 2);
            using DeviceBuffer<T> first = device.Allocate<T>(x);
            using DeviceBuffer<T> second = device.Allocate<T>(y);
            using DeviceBuffer<T> result = device.Allocate<T>(size);

            VectorOperations.Fill(queue, factor, result.View);
            Assert.Equal(Enumerable.Repeat(factor, size), result.ToArray());
            VectorOperations.Scale(queue, factor, first.View, result.View);
            Assert.Equal(x.Select(a => factor * a), result.ToArray());
            VectorOperations.Add(queue, first.View, second.View, result.View);
            Assert.Equal(x.Zip(y, (a, b) => a + b), result.ToArray());
            VectorOperations.Subtract(queue, first.View, second.View, result.View);
            Assert.Equal(x.Zip(y, (a, b) => a - b), result.ToArray());
            VectorOperations.Multiply(queue, first.View, second.View, result.View);
            Assert.Equal(x.Zip(y, (a, b) => a * b), result.ToArray());
            VectorOperations.Minimum(queue, first.View, T.Zero, result.View);
            Assert.Equal(x.Select(a => T.Min(a, T.Zero)), result.ToArray());
            VectorOperations.Triad(queue, factor, first.View, second.View, result.View);
            T[] triad = [.. x.Zip(y, (a, b) => T.FusedMultiplyAdd(factor, a, b))];
            Assert.Equal(triad, result.ToArray());
            VectorOperations.Axpy(queue, factor, first.View, second.View);
            Assert.Equal(triad, second.ToArray());
        }
    }
}
