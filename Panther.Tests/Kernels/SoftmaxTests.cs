using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Rows;

namespace Panther.Tests.Kernels;

public sealed class SoftmaxTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
        [(0, 3), (3, 0), (1, 1), (7, 3), (5, 31), (4, 32), (3, 33), (300, 4), (33, 443), (9, 512), (5, 1025), (3, 5000), (2, 8192), (2, 32768), (2, 40_001)];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Apply_Single_AgreesWithDoubleLoop(string device) => AssertAll<float>(TestDevice.Get(device).DefaultStream, 5.97e-8);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Apply_Double_AgreesWithDoubleLoop(string device) => AssertAll<double>(TestDevice.Get(device).DefaultStream, 1.12e-16);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Apply_SpecialValues_FollowTheRule(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        float inf = float.PositiveInfinity;
        float[] data =
        [
            1, float.NaN, 2, 3,
            1, inf, 2, 3,
            -inf, -inf, -inf, -inf,
            0, -inf, 0, -inf,
            3e38f, -3e38f, 0, 3e38f,
        ];
        float nan = float.NaN;
        float[] expected = [nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, 0.5f, 0, 0.5f, 0, 0.5f, 0, 0, 0.5f];
        using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(data);
        RowMatrix<float> matrix = new(buffer.View, 5, 4);
        Softmax.Apply(queue, matrix, matrix);
        Assert.Equal(expected, buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Apply_ShapesDiffer_Throws(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(12);
        Assert.Throws<ArgumentException>(() => Softmax.Apply(queue, new RowMatrix<float>(buffer.View, 3, 4), new RowMatrix<float>(buffer.View, 4, 3)));
    }

    private static void AssertAll<T>(DeviceStream queue, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((int rows, int columns) in Shapes)
        {
            foreach (int gap in new[] { 0, 1, 4 })
            {
                int pitch = columns + gap;
                T[] data = [.. KernelDevices.Values(rows * pitch, columns).Select(x => T.CreateTruncating(20 * x))];
                using DeviceBuffer<T> source = queue.Device.Allocate<T>(data);
                using DeviceBuffer<T> result = queue.Device.Allocate<T>(data);
                RowMatrix<T> from = new(source.View, rows, columns, pitch);
                RowMatrix<T> to = new(result.View, rows, columns, pitch);
                Softmax.Apply(queue, from, to);
                T[] plain = result.ToArray();
                Softmax.ApplyLog(queue, from, from);
                T[] logarithms = source.ToArray();
                for (int i = 0; i < rows; i++)
                {
                    double[] row = [.. data.Skip(i * pitch).Take(columns).Select(x => double.CreateTruncating(x))];
                    double maximum = row.DefaultIfEmpty().Max();
                    double sum = row.Sum(x => Math.Exp(x - maximum));
                    for (int j = 0; j < columns; j++)
                    {
                        double logarithm = row[j] - maximum - Math.Log(sum);
                        double probability = Math.Exp(logarithm);

                        // The difference from the maximum (at most 40) is rounded to u·40, an exponential to 2u, the sum of n terms to at most n·u,
                        // where the bound of pairwise partial sums, some hundred units, is far below; the quotient to 2u.
                        double relative = (40 + 2 + Math.Min(columns, 600) + 2) * unit;
                        Assert.InRange(Math.Abs(double.CreateTruncating(plain[(i * pitch) + j]) - probability), 0, relative * probability);
                        Assert.InRange(
                            Math.Abs(double.CreateTruncating(logarithms[(i * pitch) + j]) - logarithm), 0, relative + (2 * unit * (40 + Math.Abs(logarithm))));
                    }

                    // What lies between the rows is left alone.
                    for (int j = columns; j < pitch; j++)
                    {
                        Assert.Equal(data[(i * pitch) + j], plain[(i * pitch) + j]);
                    }
                }
            }
        }
    }
}
