using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Sort;

namespace Panther.Tests.Kernels;

public sealed class BitonicSortTests
{
    /// <summary>Within a block, and just beyond one; what takes longer merges is tested with one type, as every type is compiled anew.</summary>
    private static readonly int[] Sizes = [.. KernelDevices.OddSizes, 4096, 5000];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_Single_AgreesWithArraySort(string device) =>
        AssertSorts<float>(TestDevice.Get(device).DefaultStream, [.. Sizes, 8193, 100_003], false, size => [.. KernelDevices.Singles(size, size).Select(WithSpecials)]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_SingleDescending_AgreesWithArraySort(string device) =>
        AssertSorts<float>(TestDevice.Get(device).DefaultStream, Sizes, true, size => [.. KernelDevices.Singles(size, size).Select(WithSpecials)]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sort_LongWithManyEqual_AgreesWithArraySort(string device) =>
        AssertSorts<long>(TestDevice.Get(device).DefaultStream, Sizes, false, size => [.. KernelDevices.Values(size, size).Select(x => (long)(50 * x) << 40)]);

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

    private static float WithSpecials(float value, int i) => i % 17 == 3 ? float.NaN : i % 19 == 4 ? float.NegativeInfinity : value;

    private static void AssertSorts<TKey>(DeviceStream queue, int[] sizes, bool descending, Func<int, TKey[]> keys)
        where TKey : unmanaged, INumber<TKey>
    {
        foreach (int size in sizes)
        {
            TKey[] data = keys(size);
            using DeviceBuffer<TKey> buffer = queue.Device.Allocate<TKey>(data);
            BitonicSort.Sort(queue, buffer.View, descending);
            Array.Sort(data);
            if (descending)
            {
                Array.Reverse(data);
            }

            Assert.Equal(data, buffer.ToArray());
        }
    }
}
