using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/writing-kernels.md shows.</summary>
internal static class WritingKernelsExample
{
    public static void Run()
    {
        MultiplyByTen();
        ReverseTiles();
    }

    private static void MultiplyByTen()
    {
        static void Scale(Index1D i, ArrayView<float> values, float factor) => values[i] *= factor;

        Device device = Device.Default;
        using DeviceBuffer<float> values = device.Allocate<float>([1, 2, 3]);
        device.LoadKernel<Index1D, ArrayView<float>, float>(Scale).Launch(device.DefaultStream, 3, values.View, 10f);
        float[] result = values.ToArray();                                                       // 10, 20, 30
        Assert.Equal([10, 20, 30], result);
    }

    private interface ITile
    {
        static abstract int Length { get; }
    }

    private struct Tile128 : ITile
    {
        public static int Length => 128;
    }

    private static void Reverse<TTile>(ArrayView<float> data)
        where TTile : struct, ITile
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(TTile.Length);     // a constant here
        int first = Grid.IdxX * TTile.Length;
        tile[Group.IdxX] = data[first + Group.IdxX];
        Group.Barrier();
        data[first + Group.IdxX] = tile[TTile.Length - 1 - Group.IdxX];
    }

    private static void ReverseTiles()
    {
        Device device = Device.Default;
        float[] values = [.. Enumerable.Range(0, 256).Select(i => (float)i)];
        using DeviceBuffer<float> data = device.Allocate<float>(values);
        device.LoadKernel<ArrayView<float>>(Reverse<Tile128>).Launch(device.DefaultStream, new KernelConfig(2, Tile128.Length), data.View);
        Assert.Equal([.. values[..128].Reverse(), .. values[128..].Reverse()], data.ToArray());
    }
}
