using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ConvolutionTests
{
    /// <summary>Images, input channels, height, width, output channels, kernel height and width, and the window.</summary>
    private static readonly (Shape X, Shape Weights, ConvolutionWindow Window)[] Cases =
    [
        ([1, 1, 1, 1], [1, 1, 1, 1], ConvolutionWindow.Default),
        ([2, 3, 7, 9], [5, 3, 3, 2], ConvolutionWindow.Default),
        ([3, 4, 8, 6], [6, 2, 3, 3], ConvolutionWindow.Of(stride: 2, padding: 1, groups: 2)),
        ([1, 3, 11, 13], [3, 1, 2, 3], new ConvolutionWindow { Stride = (3, 1), Padding = (2, 0), Dilation = (2, 3), Groups = 3 }),
        ([2, 35, 9, 17], [33, 35, 3, 3], ConvolutionWindow.Of(padding: 1)),
        ([2, 2, 3, 3], [70, 2, 1, 1], ConvolutionWindow.Of(stride: 2)),
        ([67, 2, 5, 4], [3, 2, 3, 3], ConvolutionWindow.Of(padding: 1)),
    ];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Conv2d_AllWindows_AreLoops(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((Shape shape, Shape kernel, ConvolutionWindow window) in Cases)
        {
            double[] x = Values(shape, 1);
            double[] w = Values(kernel, 2);
            double[] bias = Values([kernel[0]], 3);
            using var tape = new Tape(device);
            Tensor<double> image = tape.Create<double>(x, shape);
            Tensor<double> weights = tape.Create<double>(w, kernel);
            Tensor<double> terms = tape.Create<double>(bias, [kernel[0]]);
            Tensor<double> y = image.Conv2d(weights, terms, window);
            AssertClose(Loop(x, shape, w, kernel, bias, y.Shape, window), y);
            AssertClose(y.ToArray(), Stored(tape, image).Conv2d(Stored(tape, weights), terms, window));
        }

        // The same elements in another order of memory.
        static Tensor<double> Stored(Tape tape, Tensor<double> x)
        {
            Tensor<double> t = x.Permute(3, 1, 0, 2);
            return tape.Create<double>(t.ToArray(), t.Shape).Permute(2, 1, 3, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Conv2d_Singles_AreLoopsToRounding(string kind)
    {
        Shape shape = [2, 3, 31, 33];
        Shape kernel = [65, 3, 5, 3];
        ConvolutionWindow window = ConvolutionWindow.Of(padding: 2);
        float[] x = Panther.Tests.Kernels.KernelDevices.Singles((int)shape.Length, 1);
        float[] w = Panther.Tests.Kernels.KernelDevices.Singles((int)kernel.Length, 2);
        using var tape = new Tape(TestDevice.Get(kind));
        Tensor<float> y = tape.Create<float>(x, shape).Conv2d(tape.Create<float>(w, kernel), null, window);
        double[] expected = Loop([.. x.Select(v => (double)v)], shape, [.. w.Select(v => (double)v)], kernel, new double[65], y.Shape, window);

        // 45 steps of unit roundoff 6e-8 in sums below 45.
        Assert.Equal(expected, y.ToArray().Select(v => (double)v), (a, b) => Math.Abs(a - b) <= 45 * 45 * 6e-8);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ConvTranspose2d_AllWindows_IsTheTransposeOfConv2d(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((Shape shape, Shape kernel, ConvolutionWindow window) in Cases)
        {
            using var tape = new Tape(device);
            Tensor<double> weights = tape.Create<double>(Values(kernel, 2), kernel);
            Tensor<double> x = tape.Create<double>(Values(shape, 1), shape);
            Tensor<double> y = x.Conv2d(weights, null, window);
            Tensor<double> g = tape.Create<double>(Values(y.Shape, 3), y.Shape);
            (int Y, int X) left = (
                (int)(shape[2] + (2 * window.Padding.Y) - (window.Dilation.Y * (kernel[2] - 1)) - 1) % window.Stride.Y,
                (int)(shape[3] + (2 * window.Padding.X) - (window.Dilation.X * (kernel[3] - 1)) - 1) % window.Stride.X);
            Tensor<double> transposed = g.ConvTranspose2d(weights, null, window, left);
            Assert.Equal(shape, transposed.Shape);
            double expected = (y * g).Sum().ToScalar();

            // Both are sums of the same products, at most 35·9 a result, of magnitude 1.
            Assert.Equal(expected, (transposed * x).Sum().ToScalar(), 1e-15 * 315 * y.Length);

            // With a bias.
            double[] terms = Values([shape[1]], 4);
            double[] plain = transposed.ToArray();
            int area = (int)(shape[2] * shape[3]);
            AssertClose(
                [.. plain.Select((v, i) => v + terms[i / area % terms.Length])],
                g.ConvTranspose2d(weights, tape.Create<double>(terms, [shape[1]]), window, left));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Convolutions_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape x = [2, 4, 4, 3];
        Shape w = [2, 2, 2, 2];
        Shape b = [2];
        var window = new ConvolutionWindow { Stride = (2, 1), Padding = (1, 0), Dilation = (1, 2), Groups = 2 };
        Check(device, v => v[0].Conv2d(v[1], v[2], window), kind == "cpu", (Values(x, 1), x), (Values(w, 2), w), (Values(b, 3), b));

        Shape up = [4, 1, 2, 2];
        Check(
            device,
            v => v[0].ConvTranspose2d(v[1], v[2], window, (1, 0)),
            kind == "cpu",
            (Values(x, 1), x),
            (Values(up, 2), up),
            (Values(b, 3), b));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Conv2d_GradientByWeightsOfManyImages_IsTheSumOverImages(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape shape = [67, 2, 5, 4];
        Shape kernel = [3, 2, 3, 3];
        ConvolutionWindow window = ConvolutionWindow.Of(padding: 1);
        using var tape = new Tape(device);
        Tensor<double> x = tape.Create<double>(Values(shape, 1), shape);
        Tensor<double> g = tape.Create<double>(Values([67, 3, 5, 4], 2), [67, 3, 5, 4]);
        Tensor<double> w = tape.Watch(tape.Create<double>(Values(kernel, 3), kernel));
        double[] sum = new double[kernel.Length];
        for (int image = 0; image < shape[0]; image++)
        {
            double[] part = tape.Gradient(x.Slice(0, image, 1).Conv2d(w, null, window), w, g.Slice(0, image, 1)).ToArray();
            sum = [.. sum.Zip(part, (a, b) => a + b)];
        }

        // 67·20 products of magnitude 1, in two orders.
        Assert.Equal(sum, tape.Gradient(x.Conv2d(w, null, window), w, g).ToArray(), (a, b) => Math.Abs(a - b) <= 1340 * 1340 * 1.2e-16);
    }

    [Fact]
    public void Conv2d_ImagesWithoutGradient_AreLeftOutOfTheSweep()
    {
        // A gradient that is not asked for is not computed: the step has fewer launches.
        Assert.True(Launches(watchesImages: false) < Launches(watchesImages: true));

        static int Launches(bool watchesImages)
        {
            Device device = TestDevice.Get("cpu");
            using Tensor<float> images = Tensor<float>.Create(device, new float[32], [2, 1, 4, 4]);
            using Tensor<float> weights = Tensor<float>.Create(device, new float[27], [3, 1, 3, 3]);
            using LaunchGraph graph = device.DefaultStream.Capture(stream =>
            {
                using var tape = new Tape(stream);
                Tensor<float> x = watchesImages ? tape.Watch(images) : tape.Use(images);
                Tensor<float> w = tape.Watch(weights);
                tape.Gradients(x.Conv2d(w).Sum(), watchesImages ? [x, w] : [w]);
            });
            return graph.Count;
        }
    }

    [Fact]
    public void Convolutions_OfOneDimension_AreThoseOfHeightOne()
    {
        Device device = TestDevice.Get("cpu");
        Shape x = [2, 3, 9];
        Shape w = [4, 3, 3];
        ConvolutionWindow window = ConvolutionWindow.Of(2, 1, 2);
        using (var tape = new Tape(device))
        {
            Tensor<double> signal = tape.Create<double>(Values(x, 1), x);
            Tensor<double> weights = tape.Create<double>(Values(w, 2), w);
            Tensor<double> y = signal.Conv1d(weights, null, window);
            Assert.Equal([2, 4, 4], y.Shape);
            AssertClose(Loop(Values(x, 1), [2, 3, 1, 9], Values(w, 2), [4, 3, 1, 3], new double[4], [2, 4, 1, 4], window with { Padding = (0, 1) }), y);
            Assert.Equal([2, 3, 9], y.ConvTranspose1d(weights, null, window).Shape);
        }

        Check(device, v => v[0].Conv1d(v[1], null, window), (Values(x, 1), x), (Values(w, 2), w));
    }

    [Fact]
    public void Convolutions_ShapesThatDoNotFit_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([1, 4, 5, 5]);
        Assert.Throws<ArgumentException>(() => x.Conv2d(tape.Zeros<float>([2, 3, 3, 3])));
        Assert.Throws<ArgumentException>(() => x.Conv2d(tape.Zeros<float>([2, 4, 6, 3])));
        Assert.Throws<ArgumentException>(() => x.Conv2d(tape.Zeros<float>([2, 4, 3])));
        Assert.Throws<ArgumentException>(() => x.Conv2d(tape.Zeros<float>([2, 4, 3, 3]), tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => x.Conv2d(tape.Zeros<float>([3, 2, 3, 3]), null, ConvolutionWindow.Of(groups: 2)));
        Assert.Throws<ArgumentException>(() => x.Conv2d(tape.Zeros<float>([2, 4, 3, 3]), null, ConvolutionWindow.Of(stride: 0)));
        Assert.Throws<ArgumentException>(() => x.ConvTranspose2d(tape.Zeros<float>([2, 4, 3, 3])));
        Assert.Throws<ArgumentException>(() => x.ConvTranspose2d(tape.Zeros<float>([4, 4, 3, 3]), null, null, (1, 1)));
        Assert.Equal([0, 2, 3, 3], tape.Zeros<float>([0, 4, 5, 5]).Conv2d(tape.Zeros<float>([2, 4, 3, 3])).Shape);
    }

    private static double[] Loop(
        double[] x, Shape input, double[] w, Shape kernel, double[] bias, Shape output, ConvolutionWindow window)
    {
        double[] y = new double[output.Length];
        long perGroup = output[1] / window.Groups;
        long place = 0;
        for (long n = 0; n < output[0]; n++)
        {
            for (long o = 0; o < output[1]; o++)
            {
                for (long i = 0; i < output[2]; i++)
                {
                    for (long j = 0; j < output[3]; j++, place++)
                    {
                        double sum = bias[o];
                        for (long tap = 0; tap < kernel[1] * kernel[2] * kernel[3]; tap++)
                        {
                            long c = (tap / (kernel[2] * kernel[3])) + (o / perGroup * kernel[1]);
                            long row = (i * window.Stride.Y) + (tap / kernel[3] % kernel[2] * window.Dilation.Y) - window.Padding.Y;
                            long column = (j * window.Stride.X) + (tap % kernel[3] * window.Dilation.X) - window.Padding.X;
                            if (row >= 0 && row < input[2] && column >= 0 && column < input[3])
                            {
                                sum += w[(o * kernel[1] * kernel[2] * kernel[3]) + tap] * x[(((n * input[1]) + c) * input[2] * input[3]) + (row * input[3]) + column];
                            }
                        }

                        y[place] = sum;
                    }
                }
            }
        }

        return y;
    }

    /// <summary>Sums of at most 316 terms below 1, each step within 1.1e-16 of a partial sum below 316: below 1.1e-11, and in practice far below.</summary>
    private static void AssertClose(double[] expected, Tensor<double> actual)
        => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-11);
}
