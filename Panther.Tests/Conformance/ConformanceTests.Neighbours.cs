using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Conformance;

/// <content>Elementwise kernels over views that start anywhere and end anywhere, where a device may give one thread several elements.</content>
public abstract partial class ConformanceTests
{
    private static readonly int[] ExtentsAroundGroups = [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 6007];

    [Fact]
    public void Neighbours_Byte() => CheckNeighbours<byte>();

    [Fact]
    public void Neighbours_Int16() => CheckNeighbours<short>();

    [Fact]
    public void Neighbours_Half() => CheckNeighbours<Half>();

    [Fact]
    public void Neighbours_BFloat16() => CheckNeighbours<BFloat16>();

    [Fact]
    public void Neighbours_Single() => CheckNeighbours<float>();

    [Fact]
    public void Neighbours_Double() => CheckNeighbours<double>();

    [Fact]
    public void Neighbours_MixedWidths()
    {
        Half[] x = [.. Enumerable.Range(0, 5000).Select(i => (Half)(i % 1000))];
        double[] y = [.. Enumerable.Range(0, 5000).Select(i => (double)(i % 77))];
        using DeviceBuffer<Half> deviceX = Device.Allocate<Half>(x);
        foreach ((int extent, int skipX, int skipY) in ((int, int, int)[])[(4999, 0, 0), (4999, 1, 0), (4998, 0, 1), (2048, 8, 2), (2048, 9, 3)])
        {
            using DeviceBuffer<double> deviceY = Device.Allocate<double>(y);
            Device.LoadKernel<LongIndex1D, ArrayView<Half>, ArrayView<double>>(AddWidened)
                .Launch(Device.DefaultStream, extent, deviceX.View.SubView(skipX, extent), deviceY.View.SubView(skipY, extent));
            double[] expected = [.. y.Select((v, i) => i >= skipY && i < skipY + extent ? v + (double)x[i - skipY + skipX] : v)];
            AssertSame(expected, deviceY.ToArray());
        }
    }

    private static void Axpy<T>(Index1D index, ArrayView<T> x, ArrayView<T> y, T factor)
        where T : unmanaged, INumber<T>
        => y[index] += unchecked(factor * x[index]);

    private static void AddWidened(LongIndex1D index, ArrayView<Half> x, ArrayView<double> y) => y[index] += (double)x[index];

    private void CheckNeighbours<T>()
        where T : unmanaged, INumber<T>
    {
        const int Margin = 16;
        T[] x = [.. Enumerable.Range(0, ExtentsAroundGroups[^1] + Margin).Select(i => T.CreateTruncating((i * 7) % 113))];
        T factor = T.CreateTruncating(3);
        Kernel<Index1D, ArrayView<T>, ArrayView<T>, T> kernel = Device.LoadKernel<Index1D, ArrayView<T>, ArrayView<T>, T>(Axpy);
        using DeviceBuffer<T> deviceX = Device.Allocate<T>(x);
        using DeviceBuffer<T> deviceY = Device.Allocate<T>(x.Length);
        foreach (int extent in ExtentsAroundGroups)
        {
            foreach ((int skipX, int skipY) in ((int, int)[])[(0, 0), (1, 0), (0, 3), (5, 5)])
            {
                deviceY.CopyFrom(x);
                kernel.Launch(Device.DefaultStream, extent, deviceX.View.SubView(skipX, extent), deviceY.View.SubView(skipY, extent), factor);
                T[] expected = [.. x];
                for (int i = 0; i < extent; i++)
                {
                    expected[skipY + i] = unchecked(expected[skipY + i] + (factor * x[skipX + i]));
                }

                AssertSame(expected, deviceY.ToArray());
            }
        }
    }
}
