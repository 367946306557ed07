using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Tests.Kernels;

public sealed class ReductionTests
{
    private static readonly int[] Sizes = [.. KernelDevices.OddSizes, 2048, 2049, 100_003, 1_000_000];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Single_AllSizes_AgreeWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach (int size in Sizes)
        {
            float[] data = KernelDevices.Singles(size, size);
            using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(data);
            AssertReductions(queue, new RowMatrix<float>(buffer.View, 1, size), [.. data.Select(x => (double)x)]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Double_AllSizes_AgreeWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach (int size in Sizes)
        {
            double[] data = KernelDevices.Values(size, size);
            using DeviceBuffer<double> buffer = queue.Device.Allocate<double>(data);
            AssertReductions(queue, new RowMatrix<double>(buffer.View, 1, size), data);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sum_SameInput_HasTheSameBitsOnEveryDevice(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        DeviceStream host = TestDevice.Get("cpu").DefaultStream;
        float[] data = KernelDevices.Singles(300_007, 5);
        double expected = SumOn(host, data);
        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(SumOn(queue, data)));
        }

        static double SumOn(DeviceStream queue, float[] data)
        {
            using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(data);
            return MatrixReductions.Sum(queue, new RowMatrix<float>(buffer.View, 1, data.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void CountNonFinite_NaNAndInfinities_AreCounted(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        float[] data = KernelDevices.Singles(443 * 36, 9);
        data[0] = float.NaN;
        data[5000] = float.PositiveInfinity;
        data[(442 * 36) + 32] = float.NegativeInfinity;

        // This one lies between the rows of the matrix.
        data[33] = float.NaN;
        using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(data);
        Assert.Equal(4, MatrixReductions.CountNonFinite(queue, new RowMatrix<float>(buffer.View, 443, 36)));
        RowMatrix<float> narrow = new(buffer.View, 443, 33, 36);
        Assert.Equal(3, MatrixReductions.CountNonFinite(queue, narrow));
        Assert.True(double.IsNaN(MatrixReductions.MaxAbs(queue, narrow)));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ColumnSumsOfSquares_AllShapes_AgreeWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach ((int rows, int columns) in new[] { (0, 3), (1, 1), (7, 33), (443, 3), (1025, 65), (3000, 31) })
        {
            int pitch = columns + 1;
            double[] data = KernelDevices.Values(rows * pitch, rows);
            using DeviceBuffer<double> buffer = queue.Device.Allocate<double>(data);
            double[] actual = MatrixReductions.ColumnSumsOfSquares(queue, new RowMatrix<double>(buffer.View, rows, columns, pitch));
            Assert.Equal(columns, actual.Length);
            for (int j = 0; j < columns; j++)
            {
                double expected = 0;
                for (int i = 0; i < rows; i++)
                {
                    expected += data[(i * pitch) + j] * data[(i * pitch) + j];
                }

                // Both sides sum at most `rows` non-negative terms, each rounded once: 2·(rows + 1)·u·Σ.
                Assert.InRange(Math.Abs(actual[j] - expected), 0, 2 * (rows + 1) * 1.12e-16 * expected);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ReduceRows_AllShapes_AgreesWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach ((int rows, int columns) in new[] { (0, 3), (3, 0), (1, 1), (33, 7), (443, 32), (65, 1025), (31, 3000), (3, 40_000) })
        {
            foreach (int gap in new[] { 0, 1, 4 })
            {
                int pitch = columns + gap;
                float[] data = KernelDevices.Singles(rows * pitch, rows);
                using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(data);
                using DeviceBuffer<double> sums = queue.Device.Allocate<double>(rows);
                using DeviceBuffer<float> maxima = queue.Device.Allocate<float>(rows);
                RowMatrix<float> source = new(buffer.View, rows, columns, pitch);
                Reduction.ReduceRows<float, double, SumOfSquaresSingle>(queue, source, sums.View);
                Reduction.ReduceRows<float, float, MaxAbsSingle>(queue, source, maxima.View);
                double[] actual = sums.ToArray();
                float[] largest = maxima.ToArray();
                for (int i = 0; i < rows; i++)
                {
                    float[] row = data[(i * pitch)..((i * pitch) + columns)];
                    double expected = row.Sum(x => (double)x * x);
                    Assert.InRange(Math.Abs(actual[i] - expected), 0, 2 * (columns + 1) * 1.12e-16 * expected);
                    Assert.Equal(row.Select(Math.Abs).DefaultIfEmpty().Max(), largest[i]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sum_ViewsOfAnyAlignment_HaveTheSameBits(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        float[] data = KernelDevices.Singles(100_003, 7);
        double expected = 0;
        for (int offset = 0; offset < 5; offset++)
        {
            using DeviceBuffer<float> buffer = queue.Device.Allocate<float>([.. new float[offset], .. data]);
            double sum = MatrixReductions.Sum(queue, new RowMatrix<float>(buffer.View.SubView(offset), 1, data.Length));
            expected = offset == 0 ? sum : expected;
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(sum));
        }
    }

    private static void AssertReductions<T>(DeviceStream queue, RowMatrix<T> source, double[] data)
        where T : unmanaged
    {
        double magnitudes = data.Sum(Math.Abs);
        double squares = data.Sum(x => x * x);

        // Summation in double in any order errs by less than n·u·Σ|terms| (u = 1.12e-16); twice, because the reference errs too.
        double unit = 2 * (data.Length + 1) * 1.12e-16;
        Assert.InRange(Math.Abs(MatrixReductions.Sum(queue, source) - data.Sum()), 0, unit * magnitudes);
        Assert.InRange(Math.Abs(MatrixReductions.SumOfSquares(queue, source) - squares), 0, unit * squares);
        Assert.Equal(data.Length == 0 ? 0 : data.Max(Math.Abs), MatrixReductions.MaxAbs(queue, source));
        Assert.Equal(0, MatrixReductions.CountNonFinite(queue, source));
    }
}
