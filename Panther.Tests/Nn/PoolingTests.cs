using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class PoolingTests
{
    private static readonly (Shape X, PoolingWindow Window)[] Cases =
    [
        ([1, 1, 1, 1], PoolingWindow.Of(1)),
        ([2, 3, 7, 9], PoolingWindow.Of(2)),
        ([2, 3, 7, 10], PoolingWindow.Of(2)),
        ([3, 1, 11, 6], new PoolingWindow { Size = (3, 2) }),
        ([2, 3, 33, 31], new PoolingWindow { Size = (3, 5), Stride = (2, 1), Padding = (1, 2) }),
        ([1, 2, 6, 5], new PoolingWindow { Size = (2, 2), Stride = (3, 4), Padding = (1, 1), CountsPadding = false }),
    ];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Poolings_SlidingWindows_AreLoops(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((Shape shape, PoolingWindow window) in Cases)
        {
            using var tape = new Tape(device);
            double[] values = Values(shape, 1);
            Tensor<double> x = tape.Create<double>(values, shape);
            (int Y, int X) stride = window.Stride ?? window.Size;
            IEnumerable<int> Places(int output, int step, int padding, int size, long input) =>
                Enumerable.Range((output * step) - padding, size).Where(i => i >= 0 && i < input);
            double[] Expected(Shape result, Func<double[], double> pool) => Loop(values, shape, result, pool, (i, j) => (
                Places(i, stride.Y, window.Padding.Y, window.Size.Y, shape[2]), Places(j, stride.X, window.Padding.X, window.Size.X, shape[3])));

            Tensor<double> largest = x.MaxPool2d(window);
            Assert.Equal(Expected(largest.Shape, v => v.Max()), largest.ToArray());
            double size = window.Size.Y * window.Size.X;
            Tensor<double> average = Strided(tape, x).AveragePool2d(window);
            AssertClose(Expected(average.Shape, v => v.Sum() / (window.CountsPadding ? size : v.Length)), average);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Poolings_AdaptiveWindows_AreLoops(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape shape = [2, 3, 7, 10];
        foreach ((int height, int width) in ((int, int)[])[(1, 1), (3, 4), (7, 10), (9, 3)])
        {
            using var tape = new Tape(device);
            double[] values = Values(shape, 1);
            Tensor<double> x = tape.Create<double>(values, shape);
            static IEnumerable<int> Places(int i, int windows, long input) =>
                Enumerable.Range(0, (int)input).Where(p => p >= i * input / windows && p < ((i + 1) * input + windows - 1) / windows);
            double[] Expected(Func<double[], double> pool) =>
                Loop(values, shape, [2, 3, height, width], pool, (i, j) => (Places(i, height, 7), Places(j, width, 10)));
            AssertClose(Expected(v => v.Max()), x.AdaptiveMaxPool2d(height, width));
            AssertClose(Expected(v => v.Average()), x.AdaptiveAveragePool2d(height, width));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Poolings_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape shape = [2, 2, 4, 5];
        (double[], Shape) x = (Values(shape, 1), shape);
        var window = new PoolingWindow { Size = (3, 2), Stride = (2, 1), Padding = (1, 0) };
        bool isTwice = kind == "cpu";
        Check(device, v => v[0].MaxPool2d(window).Square(), isTwice, x);
        Check(device, v => v[0].AveragePool2d(window).Square(), isTwice, x);
        (double[], Shape) even = (Values([2, 2, 5, 4], 2), [2, 2, 5, 4]);
        Check(device, v => v[0].MaxPool2d(PoolingWindow.Of(2)).Square(), isTwice, even);
        Check(device, v => v[0].AdaptiveMaxPool2d(3, 2).Square(), isTwice, x);
        Check(device, v => v[0].AdaptiveAveragePool2d(3, 2).Square(), isTwice, x);
    }

    [Fact]
    public void Poolings_OfOneDimension_AreThoseOfHeightOne()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Create<double>([1, 5, 2, double.NaN, 4, 3], [1, 1, 6]);
        Assert.Equal([5, double.NaN, 4], x.MaxPool1d(PoolingWindow.Of(2)).ToArray());
        Assert.Equal([3, double.NaN, 3.5], x.AveragePool1d(PoolingWindow.Of(2)).ToArray());
        Assert.Equal([5, double.NaN], x.AdaptiveMaxPool1d(2).ToArray());
        Assert.Equal([3, double.NaN, 3.5], x.AdaptiveAveragePool1d(3).ToArray());
    }

    [Fact]
    public void Poolings_WindowsThatDoNotFit_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([1, 1, 3, 3]);
        Assert.Throws<ArgumentException>(() => x.MaxPool2d(PoolingWindow.Of(4)));
        Assert.Throws<ArgumentException>(() => x.MaxPool2d(PoolingWindow.Of(2, 1, 2)));
        Assert.Throws<ArgumentException>(() => x.MaxPool2d(PoolingWindow.Of(2, 0)));
        Assert.Throws<ArgumentException>(() => x.MaxPool1d(PoolingWindow.Of(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.AdaptiveMaxPool2d(0, 1));
        Assert.Throws<ArgumentException>(() => tape.Zeros<float>([1, 1, 0, 3]).AdaptiveMaxPool2d(1, 1));
    }

    private static Tensor<double> Strided(Tape tape, Tensor<double> x)
    {
        Tensor<double> t = x.Permute(3, 0, 2, 1);
        return tape.Create<double>(t.ToArray(), t.Shape).Permute(1, 3, 2, 0);
    }

    private static double[] Loop(
        double[] x, Shape input, Shape output, Func<double[], double> pool, Func<int, int, (IEnumerable<int> Rows, IEnumerable<int> Columns)> window)
    {
        double[] y = new double[output.Length];
        for (int i = 0; i < y.Length; i++)
        {
            (int plane, int inPlane) = Math.DivRem(i, (int)(output[2] * output[3]));
            (IEnumerable<int> rows, IEnumerable<int> columns) = window(inPlane / (int)output[3], inPlane % (int)output[3]);
            y[i] = pool([.. rows.SelectMany(r => columns.Select(c => x[(((plane * input[2]) + r) * input[3]) + c]))]);
        }

        return y;
    }

    /// <summary>Means of at most 70 numbers below 1.</summary>
    private static void AssertClose(double[] expected, Tensor<double> actual)
        => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= 70 * 1.2e-16);
}
