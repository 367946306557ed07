using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Rows;

namespace Panther.Tests.Kernels;

public sealed class RowNormalizationTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
        [(0, 3), (3, 0), (1, 1), (7, 3), (5, 31), (4, 32), (3, 33), (300, 4), (33, 443), (9, 512), (5, 1025), (3, 5000), (2, 8192), (2, 32768), (2, 40_001)];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void LayerNorm_Single_AgreesWithDoubleLoop(string device) => AssertAll<float>(TestDevice.Get(device).DefaultStream, true, 5.97e-8);

    [Theory]
    [MemberData(nameof(Devices))]
    public void LayerNorm_Double_AgreesWithDoubleLoop(string device) => AssertAll<double>(TestDevice.Get(device).DefaultStream, true, 1.12e-16);

    [Theory]
    [MemberData(nameof(Devices))]
    public void RmsNorm_Single_AgreesWithDoubleLoop(string device) => AssertAll<float>(TestDevice.Get(device).DefaultStream, false, 5.97e-8);

    [Theory]
    [MemberData(nameof(Devices))]
    public void LayerNorm_SpecialRows_FollowTheRule(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        float nan = float.NaN;
        float[] data = [5, 5, 5, 5, 1, nan, 2, 3, 1, float.PositiveInfinity, 2, 3, 1e6f, 1e6f + 1, 1e6f + 2, 1e6f + 3];
        using DeviceBuffer<float> source = queue.Device.Allocate<float>(data);
        using DeviceBuffer<float> result = queue.Device.Allocate<float>(16);
        RowNormalization.LayerNorm(queue, new RowMatrix<float>(source.View, 4, 4), default, default, 1e-5f, new RowMatrix<float>(result.View, 4, 4));
        float[] actual = result.ToArray();
        Assert.Equal([0, 0, 0, 0, nan, nan, nan, nan, nan, nan, nan, nan], actual[..12]);

        // A large mean costs nothing: the differences 1.5 and 0.5 are exact.
        Assert.Equal(-1.5 / Math.Sqrt(1.25 + 1e-5), actual[12], 1e-6);
        Assert.Equal(0.5 / Math.Sqrt(1.25 + 1e-5), actual[14], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void LayerNorm_WrongScale_Throws(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(12);
        RowMatrix<float> matrix = new(buffer.View, 3, 4);
        Assert.Throws<ArgumentException>(() => RowNormalization.LayerNorm(queue, matrix, buffer.View.SubView(0, 3), default, 0, matrix));
    }

    [Theory]
    [InlineData(1, 4, 4, 1, 2, 4)]
    [InlineData(33, 443, 64, 2, 7, 1)]
    [InlineData(70, 384, 32, 4, 3, 4)]
    public void AllGradients_ByTheKernelOfGpus_AreThoseOfLoops(int rows, int columns, int threads, int rowsPerGroup, int runs, int width)
    {
        DeviceStream queue = TestDevice.Get("cpu").DefaultStream;
        double[] x = KernelDevices.Values(rows * columns, 1);
        double[] g = KernelDevices.Values(rows * columns, 2);
        double[] scale = KernelDevices.Values(columns, 3);
        double[] rowGradients = new double[rows * columns];
        double[] parameterGradients = new double[2 * columns];
        for (int i = 0; i < rows; i++)
        {
            double[] row = x[(i * columns)..((i + 1) * columns)];
            double mean = row.Average();
            double r = 1 / Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + 1e-5);
            double[] h = [.. row.Select(v => (v - mean) * r)];
            double[] s = [.. scale.Select((v, j) => v * g[(i * columns) + j])];
            double along = s.Zip(h, (a, b) => a * b).Average();
            for (int j = 0; j < columns; j++)
            {
                rowGradients[(i * columns) + j] = r * (s[j] - s.Average() - (h[j] * along));
                parameterGradients[j] += g[(i * columns) + j] * h[j];
                parameterGradients[columns + j] += g[(i * columns) + j];
            }
        }

        using DeviceBuffer<double> source = queue.Device.Allocate<double>(x);
        using DeviceBuffer<double> gradient = queue.Device.Allocate<double>(g);
        using DeviceBuffer<double> factors = queue.Device.Allocate<double>(scale);
        using DeviceBuffer<double> destination = queue.Device.Allocate<double>(rows * columns);
        using DeviceBuffer<double> parameters = queue.Device.Allocate<double>(2 * columns);
        RowGradients.All<double, ByMeanAndVariance>(
            queue,
            new RowPlan(threads, rowsPerGroup, runs, width),
            new RowMatrix<double>(source.View, rows, columns),
            new RowMatrix<double>(gradient.View, rows, columns),
            factors.View,
            1e-5,
            new RowMatrix<double>(destination.View, rows, columns),
            parameters.View);

        // Sums of at most 443 terms of magnitude 3.
        Assert.Equal(rowGradients, destination.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
        Assert.Equal(parameterGradients, parameters.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
    }

    private static void AssertAll<T>(DeviceStream queue, bool isCentred, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const double Epsilon = 1e-5;
        foreach ((int rows, int columns) in Shapes)
        {
            foreach (int gap in new[] { 0, 1, 4 })
            {
                int pitch = columns + gap;
                T[] data = [.. KernelDevices.Values(rows * pitch, columns).Select(x => T.CreateTruncating((2 * x) + 1))];
                T[] factors = [.. KernelDevices.Values(columns + 1, 1).Select(T.CreateTruncating)];
                T[] terms = [.. KernelDevices.Values(columns, 2).Select(T.CreateTruncating)];
                using DeviceBuffer<T> source = queue.Device.Allocate<T>(data);
                using DeviceBuffer<T> result = queue.Device.Allocate<T>(data);
                using DeviceBuffer<T> scales = queue.Device.Allocate<T>(factors);
                using DeviceBuffer<T> shifts = queue.Device.Allocate<T>(terms);
                RowMatrix<T> from = new(source.View, rows, columns, pitch);
                RowMatrix<T> to = new(result.View, rows, columns, pitch);

                // The scale begins at the second element: not aligned for wide accesses.
                bool isScaled = gap < 4;
                ArrayView<T> scale = isScaled ? scales.View.SubView(gap, columns) : default;
                ArrayView<T> shift = isScaled && isCentred ? shifts.View : default;
                if (isCentred)
                {
                    RowNormalization.LayerNorm(queue, from, scale, shift, T.CreateTruncating(Epsilon), to);
                }
                else
                {
                    RowNormalization.RmsNorm(queue, from, scale, T.CreateTruncating(Epsilon), to);
                }

                T[] actual = result.ToArray();
                for (int i = 0; i < rows; i++)
                {
                    double[] row = [.. data.Skip(i * pitch).Take(columns).Select(x => double.CreateTruncating(x))];
                    double mean = isCentred ? row.DefaultIfEmpty().Average() : 0;
                    double root = Math.Sqrt(row.Select(x => (x - mean) * (x - mean)).DefaultIfEmpty().Average() + Epsilon);
                    for (int j = 0; j < columns; j++)
                    {
                        double factor = isScaled ? double.CreateTruncating(factors[j + gap]) : 1;
                        double expected = ((row[j] - mean) / root * factor) + (isScaled && isCentred ? double.CreateTruncating(terms[j]) : 0);

                        // Elements are at most 3; the mean errs by p·u·3, p the additions on the way of a term (at most 2600 where 16 lanes share the longest row),
                        // which moves a result by that over the root; mean square and root err by p·u relatively; a few roundings more.
                        double p = Math.Min(columns, 2600) + 8;
                        double tolerance = p * unit * ((3 / root) + Math.Abs(expected) + 1);
                        Assert.InRange(Math.Abs(double.CreateTruncating(actual[(i * pitch) + j]) - expected), 0, tolerance);
                    }

                    for (int j = columns; j < pitch; j++)
                    {
                        Assert.Equal(data[(i * pitch) + j], actual[(i * pitch) + j]);
                    }
                }
            }
        }
    }
}
