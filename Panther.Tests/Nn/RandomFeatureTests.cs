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
        const int Length = 71;
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
    public void RandomFeatureAttention_MoreFeatures_ComesCloserToSoftmax()
    {
        Device device = TestDevice.Get("cpu");
        Shape shape = [1, 1, 32, 8];
        double few = Error(16);
        double many = Error(256);

        // The error of a mean of m features falls as 1/√m: by 4 here, of which half is asked for.
        Assert.True(many < few / 2, $"The error is {many} with 256 features and {few} with 16.");

        double Error(int features)
        {
            double sum = 0;
            for (ulong seed = 0; seed < 20; seed++)
            {
                using var tape = new Tape(device);
                using Tensor<double> projection = RandomFeatures.DrawProjection<double>(device, features, 8, seed);
                Tensor<double> q = tape.Create<double>(Values(shape, 1), shape);
                Tensor<double> k = tape.Create<double>(Values(shape, 2), shape);
                Tensor<double> v = tape.Create<double>(Values(shape, 3), shape);
                sum += (q.RandomFeatureAttention(k, v, projection) - q.ScaledDotProductAttention(k, v)).Square().Sum().ToScalar();
            }

            return Math.Sqrt(sum);
        }
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
