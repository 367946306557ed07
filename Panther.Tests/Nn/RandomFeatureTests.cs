using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class RandomFeatureTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void RandomFeatureAttention_AllForms_AreTheirFormulas(string kind)
    {
        Device device = TestDevice.Get(kind);
        // More than two chunks of the causal form.
        const int Length = 290;
        const int Size = 6;
        const int Features = 37;
        const int Values = 34;
        Shape shape = [2, 1, Length, Size];
        double[] q = GradientCheck.Values(shape, 1);
        double[] k = GradientCheck.Values(shape, 2);
        double[] v = GradientCheck.Values([2, 1, Length, Values], 3);
        double[] mask = GradientCheck.Values([2, 1, Length], 4);
        mask[3] = double.NegativeInfinity;
        mask[0] = double.NegativeInfinity;
        using Tensor<double> projection = RandomFeatures.DrawProjection<double>(device, Features, Size, 5);
        double[] p = projection.ToArray();
        foreach ((RandomFeatureKernel kernel, bool isCausal, bool hasMask) in
            ((RandomFeatureKernel, bool, bool)[])[(RandomFeatureKernel.Softmax, false, true), (RandomFeatureKernel.Softmax, true, true), (RandomFeatureKernel.Relu, true, false)])
        {
            using var tape = new Tape(device);
            Tensor<double> y = Strided(tape, q, shape).RandomFeatureAttention(
                tape.Create<double>(k, shape),
                tape.Create<double>(v, [2, 1, Length, Values]),
                projection,
                kernel,
                isCausal,
                hasMask ? tape.Create<double>(mask, [2, 1, Length]) : null);
            double[] Map(double[] x, int row)
            {
                double[] vector = x[(row * Size)..((row + 1) * Size)];
                return [.. Enumerable.Range(0, Features).Select(f => Enumerable.Range(0, Size).Sum(i => p[(f * Size) + i] * vector[i]) is var product
                    && kernel == RandomFeatureKernel.Softmax
                    ? Math.Exp((product / Math.Pow(Size, 0.25)) - (vector.Sum(u => u * u) / (2 * Math.Sqrt(Size))))
                    : Math.Max(0, product / Math.Sqrt(Features)) + 1e-3)];
            }

            double[] expected = new double[2 * Length * Values];
            for (int row = 0; row < 2 * Length; row++)
            {
                double[] asking = Map(q, row);
                int start = row / Length * Length;
                double sum = 0;
                double[] total = new double[Values];
                for (int s = start; s < (isCausal ? row + 1 : start + Length); s++)
                {
                    double weight = Map(k, s).Zip(asking, (a, b) => a * b).Sum() * (hasMask ? Math.Exp(mask[s]) : 1);
                    sum += weight;
                    for (int c = 0; c < Values; c++)
                    {
                        total[c] += weight * v[(s * Values) + c];
                    }
                }

                for (int c = 0; c < Values; c++)
                {
                    expected[(row * Values) + c] = sum == 0 ? 0 : total[c] / sum;
                }
            }

            // Averages of numbers below 1 by positive weights, each of which errs relatively by some 50 roundings.
            Assert.Equal(expected, y.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void RandomFeatureAttention_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape x = [1, 2, 4, 3];
        Shape v = [1, 2, 4, 2];
        using Tensor<double> projection = RandomFeatures.DrawProjection<double>(device, 5, 3, 5);
        (double[], Shape)[] inputs = [(Values(x, 1), x), (Values(x, 2), x), (Values(v, 3), v)];
        Check(device, i => i[0].RandomFeatureAttention(i[1], i[2], projection, isCausal: true), kind == "cpu", inputs);
        if (kind == "cpu")
        {
            Check(device, i => i[0].RandomFeatureAttention(i[1], i[2], projection), inputs);
            Check(device, i => i[0].RandomFeatureAttention(i[1], i[2], projection, RandomFeatureKernel.Relu), inputs);
        }
    }

    [Fact]
    public void RandomFeatureAttention_MoreFeatures_ErrsByTheRootOfTheirNumber()
    {
        Device device = TestDevice.Get("cpu");
        Shape shape = [1, 1, 16, 4];
        const int Seeds = 60;
        (double Mean, double Deviation)[] scaled = [.. ((int[])[64, 256, 1024]).Select(ScaledError)];

        // The variance of a mean of m features is proportional to 1/m, so m·error² has one expectation, up to what the division adds, of order 1/m. Four standard errors of a difference are
        // allowed, and if they were so large that nothing is tested, the first assertion says so.
        Assert.All(scaled, error => Assert.True(error.Deviation < error.Mean / 4));
        Assert.All(
            scaled.Skip(1), error => Assert.InRange(error.Mean - scaled[0].Mean, -4 * double.Hypot(error.Deviation, scaled[0].Deviation), 4 * double.Hypot(error.Deviation, scaled[0].Deviation)));

        (double Mean, double Deviation) ScaledError(int features)
        {
            double sum = 0;
            double squares = 0;
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                using var tape = new Tape(device);
                using Tensor<double> projection = RandomFeatures.DrawProjection<double>(device, features, 4, seed);
                Tensor<double> q = tape.Create<double>(Values(shape, 1), shape);
                Tensor<double> k = tape.Create<double>(Values(shape, 2), shape);
                Tensor<double> v = tape.Create<double>(Values(shape, 3), shape);
                double error = features * (q.RandomFeatureAttention(k, v, projection) - q.ScaledDotProductAttention(k, v)).Square().Sum().ToScalar();
                sum += error;
                squares += error * error;
            }

            double mean = sum / Seeds;
            return (mean, Math.Sqrt(((squares / Seeds) - (mean * mean)) / Seeds));
        }
    }

    [Fact]
    public void RandomFeatureAttention_MaskedQueries_GiveZerosAndNoGradient()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        using Tensor<double> projection = RandomFeatures.DrawProjection<double>(tape.Device, 7, 3, 5);
        Shape shape = [2, 2, 4, 3];
        Tensor<double> q = tape.Watch(tape.Create<double>(Values(shape, 1), shape));
        Tensor<double> k = tape.Create<double>(Values(shape, 2), shape);
        Tensor<double> mask = tape.Create<double>([1, 0, 1, 1, 1, 1, 1, 0], [2, 1, 4]);
        Tensor<double> all = q.RandomFeatureAttention(k, k, projection, isCausal: true);
        Tensor<double> some = q.RandomFeatureAttention(k, k, projection, isCausal: true, queryMask: mask);
        Tensor<double> factors = mask.Unsqueeze(3);
        Assert.Equal((all * factors).ToArray(), some.ToArray());
        double[] gradient = tape.Gradient(some, q, k).ToArray();
        Assert.Equal((tape.Gradient(all, q, k) * factors).ToArray(), gradient, (a, b) => Math.Abs(a - b) <= 1e-14);
    }

    [Fact]
    public void RandomFeatureAttention_LargeExponents_StaysFinite()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        using Tensor<float> projection = RandomFeatures.DrawProjection<float>(tape.Device, 16, 2, 1);
        Tensor<float> q = tape.Create<float>([300, 300, -300, 500], [1, 1, 2, 2]);
        Tensor<float> k = tape.Create<float>([300, 300, -300, -300], [1, 1, 2, 2]);
        Tensor<float> v = tape.Create<float>([1, 2], [1, 1, 2, 1]);
        Assert.All(q.RandomFeatureAttention(k, v, projection).ToArray(), y => Assert.InRange(y, 0.999f, 2.001f));
        Assert.All(q.RandomFeatureAttention(k, v, projection, isCausal: true).ToArray(), y => Assert.True(float.IsFinite(y)));
    }

    [Fact]
    public void DrawProjection_Rows_AreOrthogonalInBlocks()
    {
        Device device = TestDevice.Get("cpu");
        using Tensor<double> projection = RandomFeatures.DrawProjection<double>(device, 11, 4, 9);
        using Tensor<double> again = RandomFeatures.DrawProjection<double>(device, 11, 4, 9);
        double[] p = projection.ToArray();
        Assert.Equal(p, again.ToArray());
        for (int i = 0; i < 11; i++)
        {
            for (int j = i / 4 * 4; j < i; j++)
            {
                Assert.Equal(0, Enumerable.Range(0, 4).Sum(c => p[(i * 4) + c] * p[(j * 4) + c]), 1e-13);
            }
        }

        // A row is as long as 4 normal numbers: E|p|² = 4, with a standard deviation of √8 for one row and √(8/4000) for the mean of 4000.
        using Tensor<double> many = RandomFeatures.DrawProjection<double>(device, 4000, 4, 1);
        Assert.InRange(many.ToArray().Sum(v => v * v) / 4000, 4 - 0.2, 4 + 0.2);
    }

    [Fact]
    public void RandomFeatureAttention_ShapesThatDoNotFit_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([1, 1, 3, 4]);
        Tensor<float> projection = tape.Zeros<float>([5, 4]);
        Assert.Throws<ArgumentException>(() => x.RandomFeatureAttention(x, x, tape.Zeros<float>([5, 3])));
        Assert.Throws<ArgumentException>(() => x.RandomFeatureAttention(x, tape.Zeros<float>([1, 1, 2, 4]), projection));
        Tensor<float> longer = tape.Zeros<float>([1, 1, 5, 4]);
        Assert.Throws<ArgumentException>(() => x.RandomFeatureAttention(longer, longer, projection, isCausal: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomFeatures.DrawProjection<float>(tape.Device, 0, 4, 1));
    }

    private static Tensor<double> Strided(Tape tape, double[] values, Shape shape)
    {
        Tensor<double> x = tape.Create<double>(values, shape).Permute(3, 0, 2, 1);
        return tape.Create<double>(x.ToArray(), x.Shape).Permute(1, 3, 2, 0);
    }
}
