using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Sort;

namespace Panther.Tests.Kernels;

public sealed class BitonicSortTests
{
    private static readonly int[] Sizes = [.. KernelDevices.OddSizes, 2048, 2049, 4096, 5000, 100_003];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_Single_AgreesWithArraySort(string device) =>
        AssertSorts<float>(TestDevice.Get(device).DefaultStream, size => [.. KernelDevices.Singles(size, size).Select((x, i) => i % 17 == 3 ? float.NaN : i % 19 == 4 ? float.NegativeInfinity : x)]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_Double_AgreesWithArraySort(string device) => AssertSorts<double>(TestDevice.Get(device).DefaultStream, size => KernelDevices.Values(size, size));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_IntWithManyEqual_AgreesWithArraySort(string device) =>
        AssertSorts<int>(TestDevice.Get(device).DefaultStream, size => [.. KernelDevices.Values(size, size).Select(x => (int)(50 * x))]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_Long_AgreesWithArraySort(string device) =>
        AssertSorts<long>(TestDevice.Get(device).DefaultStream, size => [.. KernelDevices.Values(size, size).Select(x => (long)(1e18 * x))]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void SortPairs_IntKeys_ValuesMoveWithTheirKeys(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach (int size in Sizes)
        {
            // Keys that differ, so that where every value belongs is certain.
            int[] permutation = [.. Enumerable.Range(0, size)];
            new Random(size).Shuffle(permutation);
            double[] values = KernelDevices.Values(size, size);
            using DeviceBuffer<int> keys = queue.Device.Allocate<int>(permutation);
            using DeviceBuffer<double> moved = queue.Device.Allocate<double>([.. permutation.Select(i => values[i])]);
            BitonicSort.SortPairs(queue, keys.View, moved.View);
            Assert.Equal(Enumerable.Range(0, size), keys.ToArray());
            Assert.Equal(values, moved.ToArray());
        }

        using DeviceBuffer<int> three = queue.Device.Allocate<int>(3);
        Assert.Throws<ArgumentException>(() => BitonicSort.SortPairs(queue, three.View, three.View.SubView(1)));
    }

    private static void AssertSorts<TKey>(DeviceStream queue, Func<int, TKey[]> keys)
        where TKey : unmanaged, INumber<TKey>
    {
        foreach (int size in Sizes)
        {
            TKey[] data = keys(size);
            TKey[] expected = [.. data];
            Array.Sort(expected);
            using DeviceBuffer<TKey> buffer = queue.Device.Allocate<TKey>(data);
            BitonicSort.Sort(queue, buffer.View);
            Assert.Equal(expected, buffer.ToArray());
            buffer.CopyFrom(data);
            BitonicSort.Sort(queue, buffer.View, descending: true);
            Array.Reverse(expected);
            Assert.Equal(expected, buffer.ToArray());
        }
    }
}
