using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Krylov;
using Panther.Tests.Kernels;

namespace Panther.Tests.Fitting;

public sealed class HostNormalProductTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 1 }, { 31, 33 }, { 443, 7 }, { 1025, 65 }, { 70, 443 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Enqueue_BothLayouts_AgreeWithDoubleLoop(int rows, int columns)
    {
        Check<float>(rows, columns, 6e-8);
        Check<double>(rows, columns, 1.2e-16);
    }

    private static void Check<T>(int rows, int columns, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device device = TestDevice.Get("cpu");
        DeviceStream stream = device.DefaultStream;
        T[] values = Convert<T>(rows * columns, 1);
        using DeviceBuffer<T> x = device.Allocate<T>(Convert<T>(columns, 2));
        using DeviceBuffer<T> b = device.Allocate<T>(Convert<T>(rows, 3));
        using DeviceBuffer<T> image = device.Allocate<T>(rows);
        using DeviceBuffer<T> result = device.Allocate<T>(columns);
        foreach (bool isByColumns in new[] { false, true })
        {
            using DeviceBuffer<T> elements = device.Allocate<T>(values);
            MatrixOperand<T> a = isByColumns
                ? MatrixOperand<T>.Dense(elements.View, columns, rows).Transposed
                : MatrixOperand<T>.Dense(elements.View, rows, columns);
            foreach (bool hasRight in new[] { false, true })
            {
                HostNormalProduct.Enqueue(stream, a, x.View, hasRight ? b.View : null, image.View, result.View);
                double[] xs = Array.ConvertAll(x.ToArray(), double.CreateTruncating);
                double[] bs = Array.ConvertAll(b.ToArray(), double.CreateTruncating);
                T[] images = image.ToArray();
                T[] results = result.ToArray();
                double At(int i, int j) => double.CreateTruncating(isByColumns ? values[(j * rows) + i] : values[(i * columns) + j]);
                for (int i = 0; i < rows; i++)
                {
                    double sum = Enumerable.Range(0, columns).Sum(j => At(i, j) * xs[j]);
                    double expected = hasRight ? bs[i] - sum : sum;

                    // Elements are below 1: a sum of n terms errs by at most n · n · u.
                    Assert.Equal(expected, double.CreateTruncating(images[i]), tolerance: (columns + 2.0) * (columns + 2) * unit);
                }

                for (int j = 0; j < columns; j++)
                {
                    double sum = Enumerable.Range(0, rows).Sum(i => At(i, j) * double.CreateTruncating(images[i]));
                    double magnitude = Enumerable.Range(0, rows).Sum(i => Math.Abs(At(i, j) * double.CreateTruncating(images[i])));
                    Assert.Equal(sum, double.CreateTruncating(results[j]), tolerance: (rows + 2.0) * unit * magnitude);
                }
            }
        }
    }

    private static T[] Convert<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Array.ConvertAll(KernelDevices.Values(count, seed), T.CreateTruncating);
}
