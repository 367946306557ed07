using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Conformance;

/// <content>What threads do together: barriers, shared memory, shuffles and atomics.</content>
public abstract partial class ConformanceTests
{
    private const int GroupSize = 128;

    [Fact]
    public void Cooperation_SharedReduction_SumsEachGroup()
    {
        int[] data = [.. Enumerable.Range(0, 5 * GroupSize).Select(i => i * i)];
        int[] sums = Launch(new KernelConfig(5, GroupSize), data, SumGroup);
        for (int group = 0; group < 5; group++)
        {
            Assert.Equal(data.Skip(group * GroupSize).Take(GroupSize).Sum(), sums[group * GroupSize]);
        }
    }

    [Fact]
    public void Cooperation_PartialWarps_PassBarriers()
    {
        foreach (int threads in new[] { 1, 7, 31, 33, 100 })
        {
            int[] data = [.. Enumerable.Range(0, 3 * threads)];
            int[] reversed = Launch(new KernelConfig(3, threads), data, ReverseGroup);
            AssertSame([.. Enumerable.Range(0, 3).SelectMany(g => Enumerable.Range(g * threads, threads).Reverse())], reversed);
        }
    }

    [Fact]
    public void Cooperation_BarriersInLoops_KeepLocals()
    {
        int[] data = [.. Enumerable.Range(0, 2 * GroupSize)];
        int[] rotated = Launch(new KernelConfig(2, GroupSize), data, RotateAndAdd);
        for (int group = 0; group < 2; group++)
        {
            for (int t = 0; t < GroupSize; t++)
            {
                int expected = Enumerable.Range(0, 6).Sum(step => (data[(group * GroupSize) + ((t + step) % GroupSize)] + step) * (step + 1));
                Assert.Equal(expected, rotated[(group * GroupSize) + t]);
            }
        }
    }

    [Fact]
    public void Cooperation_TwoDimensionalGroups_TransposeThroughSharedMemory()
    {
        int[] data = [.. Enumerable.Range(0, 64 * 48)];
        using DeviceBuffer<int> source = Device.Allocate<int>(data);
        using DeviceBuffer<int> result = Device.AllocateZeroed<int>(64 * 48);
        Device.LoadKernel<ArrayView<int>, ArrayView<int>, int, int>(TransposeTile)
            .Launch(Device.DefaultStream, new KernelConfig(new Index2D(48 / 16, 64 / 16), new Index2D(16, 16)), source.View, result.View, 64, 48);
        AssertSame([.. Enumerable.Range(0, 64 * 48).Select(i => data[((i % 64) * 48) + (i / 64)])], result.ToArray());
    }

    [Fact]
    public void Cooperation_DynamicSharedMemory_HasTheAskedLength()
    {
        int[] lengths = Launch(new KernelConfig(1, 32, 200), new int[32], DynamicLength);
        Assert.All(lengths, length => Assert.Equal(50 + 49, length));
    }

    [Fact]
    public void Cooperation_Shuffles_MoveBetweenLanes()
    {
        int warp = Device.WarpSize;
        int threads = 2 * warp;
        int[] data = [.. Enumerable.Range(0, threads * 4).Select(i => i * 3)];
        int[] result = Launch(new KernelConfig(1, threads), data, Shuffles);
        for (int t = 0; t < threads; t++)
        {
            int lane = t % warp;
            int first = t - lane;
            Assert.Equal(data[first + ((lane + 1) % warp)], result[t]);
            Assert.Equal(data[lane >= 2 ? t - 2 : t], result[threads + t]);
            Assert.Equal(data[lane + 1 < warp ? t + 1 : t], result[(2 * threads) + t]);
            Assert.Equal(data[(lane ^ 1) < warp ? first + (lane ^ 1) : t], result[(3 * threads) + t]);
        }
    }

    [Fact]
    public void Cooperation_WarpReduction_OfDoubles()
    {
        int warp = Device.WarpSize;
        double[] data = [.. Enumerable.Range(0, 4 * warp).Select(i => 1.0 + i)];
        double[] sums = Launch(new KernelConfig(1, 4 * warp), data, SumWarp);
        for (int w = 0; w < 4; w++)
        {
            Assert.Equal(data.Skip(w * warp).Take(warp).Sum(), sums[w * warp]);
        }
    }

    [Fact]
    public void Cooperation_AtomicIntegers_LoseNothing()
    {
        const int Threads = 5 * GroupSize;
        int[] result = Launch(new KernelConfig(5, GroupSize), [0, 0, int.MaxValue, int.MinValue, -1, 0, 0, 7], AtomicsOfInts);
        Assert.Equal(Threads, result[0]);
        Assert.Equal(Enumerable.Range(0, Threads).Sum(), result[1]);
        Assert.Equal(0, result[2]);
        Assert.Equal(Threads - 1, result[3]);
        Assert.Equal(~(1 << 4), result[4]);
        Assert.Equal(0xff, result[5]);
        Assert.InRange(result[6], 1, Threads);
        Assert.Equal(7 + Threads, result[7]);
    }

    [Fact]
    public void Cooperation_AtomicLongs_LoseNothing()
    {
        const int Threads = 5 * GroupSize;
        long[] result = Launch(new KernelConfig(5, GroupSize), new long[] { 0, long.MaxValue, long.MinValue }, AtomicsOfLongs);
        Assert.Equal((1L << 33) * Threads, result[0]);
        Assert.Equal(-(1L << 40) * (Threads - 1), result[1]);
        Assert.Equal((1L << 40) * (Threads - 1), result[2]);
    }

    [Fact]
    public void Cooperation_AtomicFloats_SumExactlyWhereRepresentable()
    {
        const int Threads = 5 * GroupSize;
        Assert.Equal([Threads * 0.5f, -(Threads - 1f), Threads - 1f], Launch(new KernelConfig(5, GroupSize), new float[3], AtomicsOfFloats));
        Assert.Equal([Threads * 0.5, -(Threads - 1.0), Threads - 1.0], Launch(new KernelConfig(5, GroupSize), new double[3], AtomicsOfDoubles));
    }

    [Fact]
    public void Cooperation_AtomicsInSharedMemory_MakeAHistogram()
    {
        int[] data = [.. Enumerable.Range(0, GroupSize * 4).Select(i => (i * i) % 16)];
        using DeviceBuffer<int> values = Device.Allocate<int>(data);
        using DeviceBuffer<int> histogram = Device.AllocateZeroed<int>(16);
        Device.LoadKernel<ArrayView<int>, ArrayView<int>>(Histogram).Launch(Device.DefaultStream, new KernelConfig(4, GroupSize), values.View, histogram.View);
        AssertSame([.. Enumerable.Range(0, 16).Select(bin => data.Count(v => v == bin))], histogram.ToArray());
    }

    private static void SumGroup(ArrayView<int> data)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(GroupSize);
        int t = Group.IdxX;
        long i = Grid.GlobalLinearIndex;
        shared[t] = data[i];
        Group.Barrier();
        for (int half = GroupSize / 2; half > 0; half /= 2)
        {
            if (t < half)
            {
                shared[t] += shared[t + half];
            }

            Group.Barrier();
        }

        if (t == 0)
        {
            data[i] = shared[0];
        }
    }

    private static void ReverseGroup(ArrayView<int> data)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(GroupSize);
        long i = Grid.GlobalLinearIndex;
        shared[Group.IdxX] = data[i];
        Group.Barrier();
        data[i] = shared[Group.DimX - 1 - Group.IdxX];
    }

    private static void RotateAndAdd(ArrayView<int> data)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(GroupSize);
        int t = Group.IdxX;
        long i = Grid.GlobalLinearIndex;
        int value = data[i];
        int sum = 0;
        for (int step = 0; step < 6; step++)
        {
            shared[t] = value;
            Group.Barrier();
            sum += shared[t] * (step + 1);
            value = shared[(t + 1) % GroupSize] + 1;
            Group.Barrier();
        }

        data[i] = sum;
    }

    private static void TransposeTile(ArrayView<int> source, ArrayView<int> destination, int rows, int columns)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(16 * 17);
        int column = (Grid.IdxX * 16) + Group.IdxX;
        int row = (Grid.IdxY * 16) + Group.IdxY;
        tile[(Group.IdxY * 17) + Group.IdxX] = source[(row * columns) + column];
        Group.Barrier();
        int newColumn = (Grid.IdxY * 16) + Group.IdxX;
        int newRow = (Grid.IdxX * 16) + Group.IdxY;
        destination[(newRow * rows) + newColumn] = tile[(Group.IdxX * 17) + Group.IdxY];
    }

    private static void DynamicLength(ArrayView<int> data)
    {
        ArrayView<int> shared = SharedMemory.GetDynamic<int>();
        if (Group.IdxX == 0)
        {
            shared[49] = 49;
        }

        Group.Barrier();
        data[Group.IdxX] = shared.IntLength + shared[49];
    }

    private static void Shuffles(ArrayView<int> data)
    {
        int t = Group.IdxX;
        int threads = Group.DimX;
        int value = data[t];
        int next = Warp.Shuffle(value, (Warp.LaneIdx + 1) % Warp.WarpSize);
        int up = Warp.ShuffleUp(value, 2);
        int down = Warp.ShuffleDown(value, 1);
        int other = Warp.ShuffleXor(value, 1);
        Group.Barrier();
        data[t] = next;
        data[threads + t] = up;
        data[(2 * threads) + t] = down;
        data[(3 * threads) + t] = other;
    }

    private static void SumWarp(ArrayView<double> data)
    {
        double sum = data[Group.IdxX];
        for (int delta = Warp.WarpSize / 2; delta > 0; delta /= 2)
        {
            sum += Warp.ShuffleDown(sum, delta);
        }

        if (Warp.LaneIdx == 0)
        {
            data[Group.IdxX] = sum;
        }
    }

    private static void AtomicsOfInts(ArrayView<int> data)
    {
        int t = (int)Grid.GlobalLinearIndex;
        Atomic.Add(ref data[0], 1);
        Atomic.Add(ref data[1], t);
        Atomic.Min(ref data[2], t);
        Atomic.Max(ref data[3], t);
        Atomic.And(ref data[4], ~(1 << 4));
        Atomic.Or(ref data[5], 1 << (t % 8));
        Atomic.Exchange(ref data[6], t + 1);
        int seen = data[7];
        while (true)
        {
            int before = Atomic.CompareExchange(ref data[7], seen, seen + 1);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }
    }

    private static void AtomicsOfLongs(ArrayView<long> data)
    {
        long t = Grid.GlobalLinearIndex;
        Atomic.Add(ref data[0], 1L << 33);
        Atomic.Min(ref data[1], -(t << 40));
        Atomic.Max(ref data[2], t << 40);
    }

    private static void AtomicsOfFloats(ArrayView<float> data)
    {
        float t = Grid.GlobalLinearIndex;
        Atomic.Add(ref data[0], 0.5f);
        Atomic.Min(ref data[1], -t);
        Atomic.Max(ref data[2], t);
    }

    private static void AtomicsOfDoubles(ArrayView<double> data)
    {
        double t = Grid.GlobalLinearIndex;
        Atomic.Add(ref data[0], 0.5);
        Atomic.Min(ref data[1], -t);
        Atomic.Max(ref data[2], t);
    }

    private static void Histogram(ArrayView<int> values, ArrayView<int> histogram)
    {
        ArrayView<int> bins = SharedMemory.Allocate<int>(16);
        if (Group.IdxX < 16)
        {
            bins[Group.IdxX] = 0;
        }

        Group.Barrier();
        Atomic.Add(ref bins[values[Grid.GlobalLinearIndex]], 1);
        Group.Barrier();
        if (Group.IdxX < 16)
        {
            Atomic.Add(ref histogram[Group.IdxX], bins[Group.IdxX]);
        }
    }
}
