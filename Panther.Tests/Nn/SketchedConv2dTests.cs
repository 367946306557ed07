using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Kernels.SketchFactors;
using Panther.Nn;
using Panther.Tests.Core;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class SketchedConv2dTests
{
    private static readonly ConvolutionWindow Uneven = new() { Stride = (2, 1), Padding = (1, 2), Dilation = (1, 2), Groups = 2 };

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Layer_OfBothForms_IsTheConvolutionOfItsFormula(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (ConvolutionWindow window in (ConvolutionWindow[])[ConvolutionWindow.Default, Uneven])
        {
            foreach (SketchedForm form in Enum.GetValues<SketchedForm>())
            {
                using var layer = new SketchedConv2d<double>(device, 4, 10, (3, 2), 2, 2, new RandomState(7), window, form, allowLarger: true);
                bool isSketch = form == SketchedForm.Sketch;
                Assert.Equal(isSketch ? ["s1", "bias"] : ["s1", "s2", "bias"], layer.NamedParameters.Select(p => p.Name));
                double[] signs = isSketch ? Signs(layer, 10, 4, 1 / (2 * Math.Sqrt(2))) : [];

                // Output, and gradients by input and parameters, against those of a dense convolution of the factors' product.
                LayerCheck.AssertIs(device, layer, [2, 4, 7, 6], (x, p) =>
                {
                    Tensor<double> first = p[0].Reshape(window.Groups, 4, -1);
                    Tensor<double> second = isSketch ? x.Tape!.Create<double>(signs, [10, 4]) : p[1];
                    Tensor<double> weights = second.Reshape(window.Groups, 10 / window.Groups, 4).MatMul(first).Reshape(10, 4 / window.Groups, 3, 2);
                    return x.Conv2d(weights, p[^1], window);
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void SignMixing_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        using Tensor<double> key = SketchSigns<double>.DrawKey(device, new RandomState(5));
        var mixing = new SignMixing<double>(new SketchSigns<double>(key, 0.5), 4, 3, 2);
        Check(device, i => mixing.Forward(i[0].Square(), i[1]), kind == "cpu", (Values([2, 6, 2, 3], 1), [2, 6, 2, 3]), (Values([4], 2), [4]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FromConv2d_Sketch_IsUnbiasedAndItsErrorFallsWithTerms(int groups)
    {
        Device device = TestDevice.Get("cpu");
        const int Outputs = 12;
        const int Rank = 2;
        const int Seeds = 200;
        ConvolutionWindow window = ConvolutionWindow.Of(padding: 1, groups: groups);
        using var dense = new Conv2d<double>(device, 4, Outputs, (2, 3), new RandomState(1), window);
        using var tape = new Tape(device);
        Tensor<double> x = tape.Create<double>(Values([1, 4, 3, 3], 2), [1, 4, 3, 3]);
        double[] exact = dense.Forward(x).ToArray();
        foreach (int terms in (int[])[1, 2, 4])
        {
            double[] sum = new double[exact.Length];
            double[] squares = new double[exact.Length];
            double[] errors = new double[Seeds];
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                LayerConversion<SketchedConv2d<double>> conversion = SketchedConv2d<double>.FromConv2d(
                    dense, terms, Rank, SketchedForm.Sketch, new RandomState(seed), allowLarger: true);
                using SketchedConv2d<double> layer = conversion.Layer;
                errors[seed] = conversion.RelativeError * conversion.RelativeError;
                using var step = new Tape(tape);
                double[] y = layer.Forward(step.Use(x)).ToArray();
                for (int j = 0; j < y.Length; j++)
                {
                    sum[j] += y[j] - exact[j];
                    squares[j] += (y[j] - exact[j]) * (y[j] - exact[j]);
                }
            }

            for (int j = 0; j < exact.Length; j++)
            {
                // Five standard deviations of a mean of 200.
                Assert.InRange(Math.Abs(sum[j] / Seeds), 0, 5 * Math.Sqrt(squares[j]) / Seeds);
            }

            // Each of a group's outputs gets a share of each other one, whose variance is 1/k, in the mean of l terms.
            double mean = errors.Average();
            double theory = ((Outputs / groups) - 1) / (double)(terms * Rank);
            double deviation = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / (Seeds - 1.0) / Seeds);
            Assert.InRange(mean, theory - (5 * deviation), theory + (5 * deviation));
            Assert.InRange(deviation, 0, 0.1 * theory);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void FromConv2d_LowRank_IsTheBestApproximationOfEachGroup(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[] spectrum = [.. Enumerable.Range(0, 12).Select(i => Math.Pow(0.6, i))];
        double[] weights = [.. SpectrumMatrix.Create(12, 18, spectrum, 3).Cast<double>(), .. SpectrumMatrix.Create(12, 18, spectrum, 4).Cast<double>()];
        var window = new ConvolutionWindow { Stride = (2, 1), Padding = (1, 1), Groups = 2 };
        using var dense = new Conv2d<double>(device, 4, 24, (3, 3), new RandomState(1), window);
        dense.Weight.CopyFrom(weights);
        LayerConversion<SketchedConv2d<double>> conversion = SketchedConv2d<double>.FromConv2d(dense, 1, 5, SketchedForm.LowRank, new RandomState(2));
        using SketchedConv2d<double> layer = conversion.Layer;
        double best = SpectrumMatrix.Tail(spectrum, 5) / SpectrumMatrix.Tail(spectrum, 0);
        Assert.InRange(conversion.RelativeError, best * (1 - 1e-9), best * 1.01);
        Assert.Equal(dense.Bias!.ToArray(), layer.Bias!.ToArray());
        Assert.Equal(window, layer.Window);
        Assert.True(layer.StoredBytes < layer.DenseBytes);

        // The whole rank gives the layer itself.
        LayerConversion<SketchedConv2d<double>> whole = SketchedConv2d<double>.FromConv2d(dense, 1, 12, SketchedForm.LowRank, new RandomState(2), allowLarger: true);
        using SketchedConv2d<double> same = whole.Layer;
        Assert.InRange(whole.RelativeError, 0, 1e-13);
        using var tape = new Tape(device);
        Tensor<double> x = tape.Create<double>(Values([2, 4, 5, 6], 5), [2, 4, 5, 6]);
        LayerCheck.AssertClose(dense.Forward(x), same.Forward(x));
    }

    [Fact]
    public void Load_IntoALayerOfAnotherState_GivesTheSameOutputs()
    {
        Device device = TestDevice.Get("cpu");
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using var saved = new SketchedConv2d<float>(device, 3, 8, (3, 3), 1, 4, new RandomState(1));
            using var loaded = new SketchedConv2d<float>(device, 3, 8, (3, 3), 1, 4, new RandomState(99, 5));
            saved.Save(path);
            Assert.NotEqual(Output(saved), Output(loaded));
            loaded.Load(path);
            Assert.Equal(Output(saved), Output(loaded));
        }
        finally
        {
            File.Delete(path);
        }

        static float[] Output(Layer<float> layer)
        {
            using var tape = new Tape(layer.Parameters[0].Device);
            return layer.Forward(tape.Create<float>([.. Values([75], 3).Select(v => (float)v)], [1, 3, 5, 5])).ToArray();
        }
    }

    [Fact]
    public void Constructor_LargerThanDense_IsRefusedWithTheNumbers()
    {
        Device device = TestDevice.Get("cpu");
        using (var layer = new SketchedConv2d<float>(device, 4, 8, (3, 3), 2, 4, new RandomState(1)))
        {
            Assert.Equal(((8 * 36) + 8 + 8) * 4, layer.StoredBytes);
            Assert.Equal(((8 * 36) + 8) * 4, layer.DenseBytes);
        }

        string message = Assert.Throws<ArgumentException>(() => new SketchedConv2d<float>(device, 4, 8, (3, 3), 3, 3, new RandomState(1))).Message;
        Assert.Contains("324", message);
        Assert.Contains("288", message);
        Assert.Contains("at most 8", message);
        message = Assert.Throws<ArgumentException>(
            () => new SketchedConv2d<float>(device, 4, 8, (3, 3), 1, 7, new RandomState(1), form: SketchedForm.LowRank)).Message;
        Assert.Contains("308", message);
        Assert.Contains("at most 6", message);
        using var dense = new Conv2d<float>(device, 4, 8, (3, 3), new RandomState(1));
        Assert.Throws<ArgumentException>(() => SketchedConv2d<float>.FromConv2d(dense, 3, 3, SketchedForm.Sketch, new RandomState(1)));
        using var asked = new SketchedConv2d<float>(device, 4, 8, (3, 3), 3, 3, new RandomState(1), allowLarger: true);
        Assert.True(asked.StoredBytes > asked.DenseBytes);
    }

    [Fact]
    public void BadArguments_Throw()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentOutOfRangeException>(() => new SketchedConv2d<float>(device, 4, 8, (3, 3), 0, 1, new RandomState(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SketchedConv2d<float>(device, 4, 8, (3, 0), 1, 1, new RandomState(1)));
        Assert.Throws<ArgumentException>(() => new SketchedConv2d<float>(device, 4, 9, (3, 3), 1, 1, new RandomState(1), ConvolutionWindow.Of(groups: 2)));
        using var dense = new Conv2d<float>(device, 1, 8, (2, 2), new RandomState(1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SketchedConv2d<float>.FromConv2d(dense, 1, 5, SketchedForm.LowRank, new RandomState(1), allowLarger: true));
    }

    private static double[] Signs(SketchedConv2d<double> layer, int outputs, int channels, double scale)
    {
        ulong key = layer.NamedStates.Single().Tensor.ToArray().Select((value, i) => (ulong)value << (8 * i)).Aggregate((a, b) => a | b);
        return [.. Enumerable.Range(0, outputs * channels).Select(i => scale * SignBits.Value(new RandomStream(key), i / channels, i % channels))];
    }
}
