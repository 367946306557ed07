using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Scan;

namespace Panther.Tests.Kernels;

public sealed class PrefixSumTests
{
    private static readonly int[] Sizes = [.. KernelDevices.OddSizes, 8191, 8192, 8193, 100_003, 1_000_000];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Scan_Int_AgreesWithLoop(string device) =>
        AssertScans<int>(TestDevice.Get(device).DefaultStream, size => [.. KernelDevices.Values(size, size).Select(x => (int)(1e9 * x))], 0);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Scan_Single_AgreesWithDoubleLoop(string device) =>
        AssertScans<float>(TestDevice.Get(device).DefaultStream, size => KernelDevices.Singles(size, size), 5.97e-8);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Scan_Double_AgreesWithDoubleLoop(string device) =>
        AssertScans<double>(TestDevice.Get(device).DefaultStream, size => KernelDevices.Values(size, size), 1.12e-16);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Inclusive_SameInput_HasTheSameBitsEachRun(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> source = queue.Device.Allocate<float>(KernelDevices.Singles(300_007, 5));
        using DeviceBuffer<float> result = queue.Device.Allocate<float>(300_007);
        PrefixSum.Inclusive(queue, source.View, result.View);
        float[] first = result.ToArray();
        for (int run = 0; run < 3; run++)
        {
            PrefixSum.Inclusive(queue, source.View, result.View);
            Assert.Equal(first, result.ToArray());
        }
    }

    private static void AssertScans<T>(DeviceStream queue, Func<int, T[]> values, double unit)
        where T : unmanaged, INumber<T>
    {
        foreach (int size in Sizes)
        {
            T[] data = values(size);
            using DeviceBuffer<T> source = queue.Device.Allocate<T>(data);
            using DeviceBuffer<T> result = queue.Device.Allocate<T>(size);
            PrefixSum.Exclusive(queue, source.View, result.View);
            T[] exclusive = result.ToArray();
            PrefixSum.Inclusive(queue, source.View, source.View);
            T[] inclusive = source.ToArray();
            if (unit == 0)
            {
                T sum = T.Zero;
                for (int i = 0; i < size; i++)
                {
                    Assert.Equal(sum, exclusive[i]);
                    sum += data[i];
                    Assert.Equal(sum, inclusive[i]);
                }

                continue;
            }

            double exact = 0;
            double magnitudes = 0;
            for (int i = 0; i < size; i++)
            {
                // Tiles of 8192 by chunks of 64 elements or more: no sum passes through more than 128 + 64 additions on one level, and there are at most two.
                double tolerance = 2 * (128 + 64) * unit * magnitudes;
                Assert.InRange(Math.Abs(double.CreateTruncating(exclusive[i]) - exact), 0, tolerance);
                exact += double.CreateTruncating(data[i]);
                magnitudes += Math.Abs(double.CreateTruncating(data[i]));
                Assert.InRange(Math.Abs(double.CreateTruncating(inclusive[i]) - exact), 0, 2 * (128 + 64) * unit * magnitudes);
            }
        }
    }
}
