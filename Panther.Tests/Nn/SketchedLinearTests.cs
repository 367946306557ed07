using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Kernels.SketchFactors;
using Panther.Nn;
using Panther.Tests.Core;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class SketchedLinearTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Forward_OfBothForms_IsItsFormula(string kind)
    {
        Device device = TestDevice.Get(kind);
        const int Inputs = 13;
        const int Outputs = 17;
        const int Terms = 3;
        const int Rank = 2;
        const int Rows = 10;
        double[] x = Values([2, 5, Inputs], 1);
        foreach (SketchedForm form in Enum.GetValues<SketchedForm>())
        {
            using var layer = new SketchedLinear<double>(device, Inputs, Outputs, Terms, Rank, new RandomState(7, 3), form);
            double[] s1 = layer.S1.ToArray();
            double[] s2 = layer.S2.ToArray();
            double[] bias = layer.Bias!.ToArray();
            ulong key = form == SketchedForm.Sketch ? KeyOf(layer) : 0;
            using var tape = new Tape(device);
            Tensor<double> y = layer.Forward(Transposed(tape, x, [2, 5, Inputs]));
            Assert.Equal([2, 5, Outputs], y.Shape);
            double[] expected = new double[Rows * Outputs];
            for (int row = 0; row < Rows; row++)
            {
                for (int j = 0; j < Outputs; j++)
                {
                    double sum = 0;
                    for (int r = 0; r < Terms * Rank; r++)
                    {
                        for (int i = 0; i < Inputs; i++)
                        {
                            double left = s1[(i * Terms * Rank) + r];
                            double right = s2[(r * Outputs) + j];
                            double term = form == SketchedForm.LowRank
                                ? left * right
                                : ((left * SignBits.Value(new RandomStream(key), j, r)) + (SignBits.Value(new RandomStream(key, 1), i, r) * right)) / (2 * Terms * Math.Sqrt(Rank));
                            sum += x[(row * Inputs) + i] * term;
                        }
                    }

                    expected[(row * Outputs) + j] = bias[j] + sum;
                }
            }

            // Sums of at most 2·13·6 products, none above 1 in magnitude.
            Assert.Equal(expected, y.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void SketchedProduct_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        using Tensor<double> key = SketchSigns<double>.DrawKey(device, new RandomState(5));
        var signs = new SketchSigns<double>(key, 0.4);
        (double[], Shape)[] inputs = [(Values([3, 5], 1), [3, 5]), (Values([5, 3], 2), [5, 3]), (Values([3, 4], 3), [3, 4]), (Values([4], 4), [4])];
        Check(device, i => SketchedProduct.Of(i[0], i[1], i[2], i[3], signs), kind == "cpu", inputs);
        Check(device, i => SketchedProduct.Of(i[0], i[1], i[2], null, signs), false, inputs[..3]);
    }

    [Fact]
    public void Gradients_ByParameters_AreThoseOfTheFormula()
    {
        Device device = TestDevice.Get("cpu");
        using var layer = new SketchedLinear<float>(device, 8, 6, 1, 3, new RandomState(1));
        using var tape = new Tape(device);
        Tensor<float> x = tape.Create<float>([.. Enumerable.Range(0, 16).Select(i => i / 16f)], [2, 8]);
        Tensor<float>[] gradients = tape.Gradients(layer.Forward(x).Sum(), layer.Parameters);
        Assert.Equal([[8, 3], [3, 6], [6]], gradients.Select(g => g.Shape));
        Assert.All(gradients, g => Assert.True(g.IsContiguous));
        Assert.Equal([2, 2, 2, 2, 2, 2], gradients[2].ToArray());
        float[] columns = [.. Enumerable.Range(0, 8).Select(i => ((2 * i) + 8) / 16f)];
        for (int i = 0; i < 8; i++)
        {
            for (int r = 0; r < 3; r++)
            {
                float signs = Enumerable.Range(0, 6).Sum(j => SignBits.Value(new RandomStream(KeyOf(layer)), j, r)) / (2 * MathF.Sqrt(3));
                Assert.Equal(columns[i] * signs, gradients[0].ToArray()[(i * 3) + r], 1e-6f);
            }
        }
    }

    [Fact]
    public void FromLinear_Sketch_IsUnbiasedAndItsErrorFallsWithTerms()
    {
        Device device = TestDevice.Get("cpu");
        const int Inputs = 20;
        const int Outputs = 12;
        const int Rank = 2;
        const int Seeds = 200;
        using var dense = new Linear<double>(device, Inputs, Outputs, new RandomState(1));
        using var tape = new Tape(device);
        Tensor<double> x = tape.Create<double>(Values([Inputs], 2), [1, Inputs]);
        double[] exact = dense.Forward(x).ToArray();
        foreach (int terms in (int[])[1, 2, 4, 8])
        {
            double[] sum = new double[Outputs];
            double[] squares = new double[Outputs];
            double[] errors = new double[Seeds];
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                LayerConversion<SketchedLinear<double>> conversion = SketchedLinear<double>.FromLinear(
                    dense, terms, Rank, SketchedForm.Sketch, new RandomState(seed), allowLarger: true);
                using SketchedLinear<double> layer = conversion.Layer;
                errors[seed] = conversion.RelativeError * conversion.RelativeError;
                using var step = new Tape(tape);
                double[] y = layer.Forward(step.Use(x)).ToArray();
                for (int j = 0; j < Outputs; j++)
                {
                    sum[j] += y[j] - exact[j];
                    squares[j] += (y[j] - exact[j]) * (y[j] - exact[j]);
                }
            }

            for (int j = 0; j < Outputs; j++)
            {
                // Five standard deviations of a mean of 200.
                Assert.InRange(Math.Abs(sum[j] / Seeds), 0, 5 * Math.Sqrt(squares[j]) / Seeds);
            }

            // The rows of U1 give ‖W‖²·(out - 1)/k a term, the columns of U2 ‖W‖²·(in - 1)/k: the variances of the products of two different columns of signs. Together over 4l.
            double mean = errors.Average();
            double theory = (Inputs + Outputs - 2) / (4.0 * terms * Rank);
            double deviation = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / (Seeds - 1.0) / Seeds);
            Assert.InRange(mean, theory - (5 * deviation), theory + (5 * deviation));
            Assert.InRange(deviation, 0, 0.1 * theory);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void FromLinear_LowRank_IsTheBestApproximation(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[] spectrum = [.. Enumerable.Range(0, 24).Select(i => Math.Pow(0.7, i))];
        double[,] weights = SpectrumMatrix.Create(30, 24, spectrum, 3);
        using var dense = new Linear<double>(device, 24, 30, new RandomState(1));
        dense.Weight.CopyFrom([.. weights.Cast<double>()]);
        LayerConversion<SketchedLinear<double>> conversion = SketchedLinear<double>.FromLinear(dense, 2, 4, SketchedForm.LowRank, new RandomState(2));
        using SketchedLinear<double> layer = conversion.Layer;
        double best = SpectrumMatrix.Tail(spectrum, 8) / SpectrumMatrix.Tail(spectrum, 0);
        Assert.InRange(conversion.RelativeError, best * (1 - 1e-9), best * 1.01);
        Assert.Equal(dense.Bias!.ToArray(), layer.Bias!.ToArray());

        // The error is that of outputs: those of the identity are the matrix.
        using var tape = new Tape(device);
        double[] identity = [.. Enumerable.Range(0, 24 * 24).Select(i => i / 24 == i % 24 ? 1.0 : 0.0)];
        Tensor<double> x = tape.Create<double>(identity, [24, 24]);
        double difference = Math.Sqrt((layer.Forward(x) - dense.Forward(x)).Square().Sum().ToScalar());
        Assert.Equal(conversion.RelativeError, difference / SpectrumMatrix.Tail(spectrum, 0), 1e-12);
    }

    [Fact]
    public void FromLinear_Sketch_CarriesTheBiasOverAndMeasuresItsError()
    {
        Device device = TestDevice.Get("cpu");
        using var dense = new Linear<float>(device, 9, 11, new RandomState(1));
        LayerConversion<SketchedLinear<float>> conversion = SketchedLinear<float>.FromLinear(dense, 2, 2, SketchedForm.Sketch, new RandomState(2));
        using SketchedLinear<float> layer = conversion.Layer;
        Assert.Equal(dense.Bias!.ToArray(), layer.Bias!.ToArray());
        using var tape = new Tape(device);
        Tensor<float> x = tape.Create<float>([.. Enumerable.Range(0, 81).Select(i => i / 9 == i % 9 ? 1f : 0f)], [9, 9]);
        float difference = (layer.Forward(x) - dense.Forward(x)).Square().Sum().ToScalar();
        float norm = tape.Use(dense.Weight).Square().Sum().ToScalar();
        Assert.Equal(conversion.RelativeError, Math.Sqrt(difference / norm), 1e-5);

        using var without = new Linear<float>(device, 9, 11, new RandomState(1), hasBias: false);
        without.Weight.CopyFrom(new float[99]);
        LayerConversion<SketchedLinear<float>> zero = SketchedLinear<float>.FromLinear(without, 1, 2, SketchedForm.Sketch, new RandomState(2));
        using SketchedLinear<float> nothing = zero.Layer;
        Assert.Equal(0, zero.RelativeError);
        Assert.Null(nothing.Bias);
    }

    [Theory]
    [InlineData(SketchedForm.Sketch)]
    [InlineData(SketchedForm.LowRank)]
    public void Constructor_Drawn_GivesWeightsTheVarianceOfADenseLayer(SketchedForm form)
    {
        Device device = TestDevice.Get("cpu");
        const int Inputs = 64;
        const int Outputs = 48;
        double sum = 0;
        double squares = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            using var layer = new SketchedLinear<double>(device, Inputs, Outputs, 2, 8, new RandomState(seed), form, hasBias: false);
            using var tape = new Tape(device);
            double[] identity = [.. Enumerable.Range(0, Inputs * Inputs).Select(i => i / Inputs == i % Inputs ? 1.0 : 0.0)];
            double mean = layer.Forward(tape.Create<double>(identity, [Inputs, Inputs])).Square().Mean().ToScalar();
            sum += mean / 20;
            squares += mean * mean / 20;
        }

        double deviation = Math.Sqrt(Math.Max(0, squares - (sum * sum)) / 19);
        double wanted = 1 / (3.0 * Inputs);
        Assert.InRange(sum, wanted - (5 * deviation), wanted + (5 * deviation));
        Assert.InRange(deviation, 0, 0.05 * wanted);
    }

    [Fact]
    public void Bytes_OfALayer_AreThoseOfItsParameters()
    {
        Device device = TestDevice.Get("cpu");
        using var layer = new SketchedLinear<float>(device, 100, 60, 2, 8, new RandomState(1));
        Assert.Equal(((2 * 8 * 160) + 60 + 8) * 4, layer.StoredBytes);
        Assert.Equal(((100 * 60) + 60) * 4, layer.DenseBytes);
        Assert.Equal(["s1", "s2", "bias"], layer.NamedParameters.Select(p => p.Name));
        Assert.Equal(["signs"], layer.NamedStates.Select(p => p.Name));
        using var plain = new SketchedLinear<float>(device, 100, 60, 2, 8, new RandomState(1), SketchedForm.LowRank);
        Assert.Equal(((2 * 8 * 160) + 60) * 4, plain.StoredBytes);
        Assert.Empty(plain.NamedStates);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Step_OfALayer_TakesNoMemoryForSigns(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var layer = new SketchedLinear<float>(device, 512, 512, 1, 64, new RandomState(1));
        using var tape = new Tape(device);
        Tensor<float> x = tape.Zeros<float>([2, 512]);
        int before = tape.OwnedStorages;
        layer.Forward(x);

        // x·[S1 | U2], and the output.
        Assert.Equal(before + 2, tape.OwnedStorages);
    }

    [Fact]
    public void Load_IntoALayerOfAnotherState_GivesTheSameOutputs()
    {
        Device device = TestDevice.Get("cpu");
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using var saved = new SketchedLinear<float>(device, 20, 30, 2, 3, new RandomState(1));
            using var loaded = new SketchedLinear<float>(device, 20, 30, 2, 3, new RandomState(99, 5));
            using var rounded = new SketchedLinear<double>(device, 20, 30, 2, 3, new RandomState(98));
            saved.Save(path);
            Assert.NotEqual(Output(saved), Output(loaded));
            loaded.Load(path);
            rounded.Load(path);
            Assert.Equal(Output(saved), Output(loaded));
            Assert.Equal(KeyOf(saved), KeyOf(rounded));
            Assert.Equal(Output(saved), Output(rounded), (a, b) => Math.Abs(a - b) <= 1e-5);
        }
        finally
        {
            File.Delete(path);
        }

        static double[] Output<T>(Layer<T> layer)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var tape = new Tape(layer.Parameters[0].Device);
            Tensor<T> x = tape.Create<T>([.. Values([40], 3).Select(v => T.CreateChecked((float)v))], [2, 20]);
            return [.. layer.Forward(x).ToArray().Select(double.CreateChecked)];
        }
    }

    [Fact]
    public void Constructor_LargerThanDense_IsRefusedWithTheNumbers()
    {
        Device device = TestDevice.Get("cpu");
        using (new SketchedLinear<float>(device, 10, 10, 5, 1, new RandomState(1)))
        {
        }

        string message = Assert.Throws<ArgumentException>(() => new SketchedLinear<float>(device, 10, 10, 2, 3, new RandomState(1))).Message;
        Assert.Contains("120", message);
        Assert.Contains("100", message);
        Assert.Contains("at most 5", message);
        using var dense = new Linear<float>(device, 10, 10, new RandomState(1));
        Assert.Throws<ArgumentException>(() => SketchedLinear<float>.FromLinear(dense, 2, 3, SketchedForm.Sketch, new RandomState(1)));
        using var asked = new SketchedLinear<float>(device, 10, 10, 2, 3, new RandomState(1), allowLarger: true);
        Assert.True(asked.StoredBytes > asked.DenseBytes);
    }

    [Fact]
    public void BadArguments_Throw()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentOutOfRangeException>(() => new SketchedLinear<float>(device, 10, 10, 0, 1, new RandomState(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SketchedLinear<float>(device, 10, 10, 1, 0, new RandomState(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SketchedLinear<float>(device, 0, 10, 1, 1, new RandomState(1)));
        using var dense = new Linear<float>(device, 4, 4, new RandomState(1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SketchedLinear<float>.FromLinear(dense, 1, 5, SketchedForm.LowRank, new RandomState(1), allowLarger: true));
        using var layer = new SketchedLinear<float>(device, 10, 10, 1, 2, new RandomState(1));
        using Tensor<float> outside = Tensor<float>.Create(device, new float[10], [1, 10]);
        Assert.Throws<InvalidOperationException>(() => layer.Forward(outside));
        using var tape = new Tape(device);
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([2, 9])));
    }

    private static ulong KeyOf<T>(Layer<T> layer)
        where T : unmanaged, IFloatingPointIeee754<T>
        => layer.NamedStates.Single().Tensor.ToArray().Select((value, i) => (ulong)byte.CreateChecked(value) << (8 * i)).Aggregate((a, b) => a | b);

    /// <summary>The same tensor, not lying in order.</summary>
    private static Tensor<double> Transposed(Tape tape, double[] values, Shape shape)
    {
        Tensor<double> dense = tape.Create<double>(values, shape);
        return dense.Permute(2, 1, 0).Contiguous().Permute(2, 1, 0);
    }
}
