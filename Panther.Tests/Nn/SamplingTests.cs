using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Nn;
using Panther.Tests.RandomNumbers;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class SamplingTests
{
    private const ulong Seed = 41;
    private const int Count = 20_000;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sample_OfContinuousDistributions_HasTheBitsOfDotNet(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (int columns in (int[])[1, 2, 3, 33])
        {
            using var tape = new Tape(device, new RandomState(Seed, 5));
            float[] means = Kernels.KernelDevices.Singles(2 * columns, 1);
            float[] deviations = Kernels.KernelDevices.Singles(3, 2);

            // Strided: columns of a wider matrix, and one deviation to a row.
            Tensor<float> mean = tape.Create<float>(means, [columns, 2]).Slice(1, 1, 1).Squeeze(1);
            Tensor<float> deviation = tape.Create<float>(deviations, [3, 1]);
            float[] normal = new NormalDistribution<float>(mean, deviation).Sample([2, 3, columns]).ToArray();
            float[] uniform = new UniformDistribution<float>(mean, deviation).Sample().ToArray();
            float[] zeroOrOne = new BernoulliDistribution<float>(mean).Sample([2, columns]).ToArray();
            double[] twice = new NormalDistribution<double>(mean.To<double>(), deviation.To<double>()).Sample().ToArray();
            for (int i = 0; i < normal.Length; i++)
            {
                float z = RandomMatrix.Value<float, NormalSingle>(new RandomStream(Seed, 5), i, 0);
                Assert.Equal(Mean(i) + (Deviation(i) * z), normal[i]);
            }

            for (int i = 0; i < uniform.Length; i++)
            {
                float u = RandomMatrix.Value<float, UniformSingle>(new RandomStream(Seed, 6), i, 0);
                Assert.Equal(Mean(i) + ((Deviation(i) - Mean(i)) * u), uniform[i]);
                double z = RandomMatrix.Value<double, NormalDouble>(new RandomStream(Seed, 8), i, 0);
                Assert.Equal(Mean(i) + (Deviation(i) * z), twice[i]);
            }

            for (int i = 0; i < zeroOrOne.Length; i++)
            {
                Assert.Equal(RandomMatrix.Value<float, UniformSingle>(new RandomStream(Seed, 7), i, 0) < Mean(i) ? 1 : 0, zeroOrOne[i]);
            }

            float Mean(int i) => means[(2 * (i % columns)) + 1];
            float Deviation(int i) => deviations[i / columns % 3];
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sample_OfCategories_IsTheLargestOfLogitsAndGumbelValues(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns) in ((int, int)[])[(3, 1), (5, 7), (2, 443), (2, 1025)])
        {
            using var tape = new Tape(device, new RandomState(Seed, 3));
            double[] values = Values([rows, columns], 1);
            Tensor<double> logits = tape.Create<double>(values, [rows, columns]);
            Tensor<float> single = Tensor<float>.Create(device, [.. values.Select(v => (float)v)], [rows, columns]);
            IndexTensor drawn = new CategoricalDistribution<double>(logits).Sample();
            IndexTensor fromColumns = new CategoricalDistribution<float>(tape.Use(single).Transpose().Contiguous().Transpose()).Sample();
            Assert.Equal(columns, drawn.Bound);
            Assert.Equal([rows], drawn.Shape);
            Assert.Equal(Expected((i, j) => values[(i * columns) + j] + RandomMatrix.Value<double, GumbelDouble>(new RandomStream(Seed, 3), j, i)), drawn.ToArray());
            Assert.Equal(
                Expected((i, j) => (float)values[(i * columns) + j] + RandomMatrix.Value<float, GumbelSingle>(new RandomStream(Seed, 4), j, i)), fromColumns.ToArray());
            single.Dispose();

            int[] Expected(Func<int, int, double> score)
                => [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns).MaxBy(j => score(i, j)))];
        }
    }

    [Fact]
    public void Sample_ManyTimes_HasTheDistribution()
    {
        using var tape = new Tape(TestDevice.Get("cpu"), new RandomState(Seed));
        Tensor<float> two = tape.Create<float>([2], [1]);
        Tensor<float> three = tape.Create<float>([3], [1]);
        GoodnessOfFit.AssertNormal(new NormalDistribution<float>(two, three).Sample([Count]).ToArray().Select(x => ((double)x - 2) / 3));
        GoodnessOfFit.AssertDistribution(new UniformDistribution<float>(two, three).Sample([Count]).ToArray().Select(x => (double)x), x => x - 2);
        GoodnessOfFit.AssertProbabilities(new BernoulliDistribution<float>(two / 7f).Sample([Count]).ToArray().Select(x => (int)x), [5 / 7d, 2 / 7d]);
        GoodnessOfFit.AssertDistribution(
            Enumerable.Range(0, Count).Select(i => (double)RandomMatrix.Value<float, GumbelSingle>(new RandomStream(1), i, 0)), x => Math.Exp(-Math.Exp(-x)));
        GoodnessOfFit.AssertDistribution(
            Enumerable.Range(0, Count).Select(i => RandomMatrix.Value<double, GumbelDouble>(new RandomStream(2), i, 0)), x => Math.Exp(-Math.Exp(-x)));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sample_OfCategoriesManyTimes_HasTheirProbabilities(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind), new RandomState(Seed));
        double[] weights = [0.1, 5, 0, 1, 0.01, 2, 0.5];
        double[] probabilities = [.. weights.Select(w => w / weights.Sum())];
        Tensor<float> logits = tape.Create<float>([.. weights.Select(w => (float)Math.Log(w))], [7]).Expand([Count, 7]);
        GoodnessOfFit.AssertProbabilities(new CategoricalDistribution<float>(logits).Sample().ToArray(), probabilities);
        GoodnessOfFit.AssertProbabilities(new CategoricalDistribution<double>(logits.To<double>()).Sample().ToArray(), probabilities);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void LogProbability_OfEachDistribution_IsItsFormulaWithItsGradients(string kind)
    {
        Device device = TestDevice.Get(kind);
        bool isTwice = kind == "cpu";
        Shape shape = [3, 4];
        Shape row = [4];
        double[] x = Values(shape, 1);
        double[] mean = Values(row, 2);
        double[] deviation = [.. Values([3, 1], 3).Select(v => v + 2)];
        double[] probability = [.. Values(row, 4).Select(v => (v + 1.1) / 2.2)];
        using (var tape = new Tape(device))
        {
            Tensor<double> at = tape.Create<double>(x, shape);
            var normal = new NormalDistribution<double>(tape.Create<double>(mean, row), tape.Create<double>(deviation, [3, 1]));
            var uniform = new UniformDistribution<double>(tape.Create<double>(mean, row), tape.Create<double>(deviation, [3, 1]));
            var bernoulli = new BernoulliDistribution<double>(tape.Create<double>(probability, row));
            double[] ofNormal = normal.LogProbability(at).ToArray();
            double[] ofUniform = uniform.LogProbability(at).ToArray();
            double[] ofOnes = bernoulli.LogProbability(at.IsGreaterThan(tape.Zeros<double>([]))).ToArray();
            for (int i = 0; i < x.Length; i++)
            {
                (double m, double s, double p) = (mean[i % 4], deviation[i / 4], probability[i % 4]);

                // A few roundings of numbers up to 5.
                Assert.Equal(-((x[i] - m) * (x[i] - m) / (2 * s * s)) - Math.Log(s * Math.Sqrt(2 * Math.PI)), ofNormal[i], 1e-14);
                Assert.Equal(x[i] >= m && x[i] <= s ? -Math.Log(s - m) : double.NegativeInfinity, ofUniform[i], 1e-14);
                Assert.Equal(Math.Log(x[i] > 0 ? p : 1 - p), ofOnes[i], 1e-14);
            }

            double[] exponentials = [.. x.Select(Math.Exp)];
            double[] ofCategories = new CategoricalDistribution<double>(at).LogProbability(tape.CreateIndices([3, 0, 1], [3])).ToArray();
            for (int i = 0; i < 3; i++)
            {
                int category = ((int[])[3, 0, 1])[i];
                Assert.Equal(Math.Log(exponentials[(4 * i) + category] / exponentials.AsSpan(4 * i, 4).ToArray().Sum()), ofCategories[i], 1e-14);
            }
        }

        Check(device, t => new NormalDistribution<double>(t[1], t[2]).LogProbability(t[0]), isTwice, (x, shape), (mean, row), (deviation, [3, 1]));
        Check(
            device,
            t => new UniformDistribution<double>(t[0], t[1]).LogProbability(t[0].Detach() + 0.1),
            isTwice,
            (mean, row),
            (deviation, [3, 1]));
        Check(
            device,
            t => new BernoulliDistribution<double>(t[1]).LogProbability(t[0].Sigmoid()),
            isTwice,
            (x, shape),
            (probability, row));
        Check(
            device,
            t => new CategoricalDistribution<double>(t[0]).LogProbability(t[0].Tape!.CreateIndices([3, 0, 1], [3])),
            isTwice,
            (x, shape));
    }

    /// <summary>What <see cref="BernoulliDistribution{T}.LogProbability"/> says of its edges: value, gradient by p, gradient by x.</summary>
    [Theory]
    [InlineData(0, 0, 0, -1, 0)]
    [InlineData(1, 1, 0, 1, 0)]
    [InlineData(1, 0, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(0, 1, double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(0, 0.25, -0.287682072451781, -4 / 3d, -1.09861228866811)]
    [InlineData(1, 0.25, -1.386294361119891, 4, -1.09861228866811)]
    [InlineData(0.5, 0, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(0, -0.5, double.NaN, double.NaN, double.NaN)]
    [InlineData(1, 1.5, double.NaN, double.NaN, double.NaN)]
    [InlineData(1, double.NaN, double.NaN, double.NaN, double.NaN)]
    public void LogProbability_OfBernoulliAtItsEdges_IsAsDocumented(double x, double p, double value, double byProbability, double byX)
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> at = tape.Watch(tape.Create<double>([x], []));
        Tensor<double> probability = tape.Watch(tape.Create<double>([p], []));
        Tensor<double> result = new BernoulliDistribution<double>(probability).LogProbability(at);
        Tensor<double>[] gradients = tape.Gradients(result, [probability, at]);
        Assert.Equal(value, result.ToScalar(), 1e-14);
        if (!double.IsNaN(value))
        {
            Assert.Equal(byProbability, gradients[0].ToScalar(), 1e-14);
            Assert.Equal(byX, gradients[1].ToScalar(), 1e-14);
        }
    }

    /// <summary>1/p is beyond the range of the type, 0/p is not; and from some p on 1/p² is.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void LogProbability_OfBernoulliWhereInversesOverflow_HasItsGradients(string kind)
    {
        Device device = TestDevice.Get(kind);
        AssertGradients(device, [1e-42f, 1e-25f]);
        AssertGradients(device, [1e-310, 1e-200]);
    }

    /// <summary>At x = 0 the logarithm of 1 - p is what is left: its derivatives by so small a p are -1, and the gradient by x is log p.</summary>
    private static void AssertGradients<T>(Device device, T[] probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape(device);
        Tensor<T> p = tape.Watch(tape.Create<T>(probabilities, [2]));
        Tensor<T> x = tape.Watch(tape.Zeros<T>([2]));
        Tensor<T>[] gradients = tape.Gradients(new BernoulliDistribution<T>(p).LogProbability(x).Sum(), [p, x], isDifferentiable: true);
        Tensor<T> second = tape.Gradient(gradients[0].Sum(), p);
        Assert.Equal([-T.One, -T.One], gradients[0].ToArray());
        Assert.Equal([-T.One, -T.One], second.ToArray());
        for (int i = 0; i < probabilities.Length; i++)
        {
            // One rounding of the logarithm and one of its argument, both relative, times two.
            double expected = Math.Log(double.CreateChecked(probabilities[i]));
            Assert.Equal(expected, double.CreateChecked(gradients[1].ToArray()[i]), 4 * -expected * double.CreateChecked(T.BitIncrement(T.One) - T.One));
        }
    }

    [Fact]
    public void LogProbability_OfBadParameters_IsAsDocumented()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Assert.All((double[])[0, -1, double.NaN], deviation => Assert.Equal(double.NaN, Normal(1, deviation)));
        Assert.Equal(double.PositiveInfinity, Uniform(1, 1, 1));
        Assert.Equal(double.NegativeInfinity, Uniform(1, 2, 0));
        Assert.Equal(double.NegativeInfinity, Uniform(3, 0, 2));
        Assert.Equal(double.NaN, Uniform(double.NaN, 0, 2));
        Assert.Equal(double.NaN, Uniform(1, double.NaN, 2));
        Assert.Equal(double.NaN, Uniform(1, 0, double.NaN));
        Assert.Equal([0, double.NegativeInfinity], Categorical([5, double.NegativeInfinity]));
        Assert.Equal([double.NaN, double.NaN], Categorical([double.NegativeInfinity, double.NegativeInfinity]));
        Assert.Equal([double.NaN, double.NaN], Categorical([0, double.NaN]));
        Assert.Equal([double.NaN, double.NaN], Categorical([0, double.PositiveInfinity]));

        Tensor<double> Scalar(double value) => tape.Create<double>([value], []);
        double Normal(double x, double deviation) => new NormalDistribution<double>(Scalar(0), Scalar(deviation)).LogProbability(Scalar(x)).ToScalar();
        double Uniform(double x, double low, double high) => new UniformDistribution<double>(Scalar(low), Scalar(high)).LogProbability(Scalar(x)).ToScalar();
        double[] Categorical(double[] logits) => [.. Enumerable.Range(0, 2).Select(i =>
            new CategoricalDistribution<double>(tape.Create<double>(logits, [2])).LogProbability(tape.CreateIndices([i], [])).ToScalar())];
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sample_OfParameters_HasGradientsAlongItsPath(string kind)
    {
        // The tapes of the check start from one state, so a sample is a function of the parameters.
        Device device = TestDevice.Get(kind);
        Shape row = [4];
        Shape column = [3, 1];
        Check(
            device,
            t => new NormalDistribution<double>(t[0], t[1]).Sample([2, 3, 4]).Square() + new UniformDistribution<double>(t[0], t[1]).Sample(),
            kind == "cpu",
            (Values(row, 1), row),
            (Values(column, 2), column));
    }

    [Fact]
    public void LogProbability_InTheMean_HasTheScoresGradient()
    {
        // E[∂log p(x)] = 0, and E[x·∂log p(x)] is the gradient of E[x]: 1 for a probability, p(1 - p) for the logit of one of two categories.
        using var tape = new Tape(TestDevice.Get("cpu"), new RandomState(Seed));
        Tensor<double> p = tape.Watch(tape.Create<double>([0.3], [1]));
        var bernoulli = new BernoulliDistribution<double>(p);
        Tensor<double> x = bernoulli.Sample([Count]);
        AssertMean(0, 1 / (0.3 * 0.7), tape.Gradient(bernoulli.LogProbability(x).Sum(), p).ToScalar());
        AssertMean(1, (1 / 0.3) - 1, tape.Gradient((bernoulli.LogProbability(x) * x).Sum(), p).ToScalar());

        Tensor<double> logits = tape.Watch(tape.Create<double>([0, Math.Log(0.3 / 0.7)], [2]));
        var categories = new CategoricalDistribution<double>(logits.Expand([Count, 2]));
        IndexTensor drawn = categories.Sample();
        Tensor<double> isSecond = tape.Create<double>([.. drawn.ToArray().Select(i => (double)i)], [Count]);
        AssertMean(0, 0.21, tape.Gradient(categories.LogProbability(drawn).Sum(), logits).ToArray()[1]);
        AssertMean(0.21, (0.3 * 0.49) - (0.21 * 0.21), tape.Gradient((categories.LogProbability(drawn) * isSecond).Sum(), logits).ToArray()[1]);

        static void AssertMean(double expected, double variance, double sum)
            => Assert.InRange(Math.Abs((sum / Count) - expected), 0, GoodnessOfFit.TwoSided * Math.Sqrt(variance / Count));
    }

    [Fact]
    public void Sample_InACapturedStep_DrawsAnew()
    {
        DeviceStream stream = TestDevice.Get("cpu").DefaultStream;
        using Tensor<float> logits = Tensor<float>.Create(stream.Device, Kernels.KernelDevices.Singles(600, 1), [20, 30]);
        using DeviceBuffer<int> drawn = stream.Device.Allocate<int>(20);
        using var random = new CapturedRandomState(stream, new RandomState(Seed, 9));
        using LaunchGraph graph = stream.Capture(s =>
        {
            using var tape = new Tape(s, random);
            s.Copy(new CategoricalDistribution<float>(tape.Use(logits)).Sample().Elements, drawn.View);
        });
        for (uint step = 0; step < 2; step++)
        {
            random.Advance();
            graph.Launch(stream);
            using var tape = new Tape(stream, new RandomState(Seed, 9 + step));
            Assert.Equal(new CategoricalDistribution<float>(tape.Use(logits)).Sample().ToArray(), drawn.ToArray());
        }
    }

    [Fact]
    public void Distributions_OfBadParameters_ThrowOrGiveWhatIsDocumented()
    {
        Device device = TestDevice.Get("cpu");
        using Tensor<float> outside = Initialization.Constant(device, [2], 1f);
        Assert.Throws<ArgumentException>(() => new NormalDistribution<float>(outside, outside));
        Assert.Throws<ArgumentException>(() => new UniformDistribution<float>(outside, outside));
        Assert.Throws<ArgumentException>(() => new BernoulliDistribution<float>(outside));
        Assert.Throws<ArgumentException>(() => new CategoricalDistribution<float>(outside));
        using var tape = new Tape(device);
        Tensor<float> x = tape.Use(outside);
        Assert.Throws<ArgumentException>(() => new NormalDistribution<float>(x, tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => new NormalDistribution<float>(x, x).Sample([2, 1]));
        Assert.Throws<ArgumentException>(() => new CategoricalDistribution<float>(tape.Zeros<float>([])));
        Assert.Throws<ArgumentException>(() => new CategoricalDistribution<float>(tape.Zeros<float>([2, 0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalDistribution<float>(x).LogProbability(tape.CreateIndices([2], [])));
        Assert.Throws<NotSupportedException>(() => new NormalDistribution<Half>(x.To<Half>(), x.To<Half>()).Sample());
        Assert.Empty(new NormalDistribution<float>(x, x).Sample([0, 2]).ToArray());

        Assert.All(new NormalDistribution<float>(x, -x).LogProbability(x).ToArray(), v => Assert.True(float.IsNaN(v)));
        Tensor<float> wrong = tape.Create<float>([-1, 2, float.NaN, 0, 1], [5]);
        Assert.Equal([0, 1, 0, 0, 1], new BernoulliDistribution<float>(wrong).Sample().ToArray());
        Assert.Equal([float.NaN, float.NaN, float.NaN, float.NegativeInfinity, 0], new BernoulliDistribution<float>(wrong).LogProbability(tape.Create<float>([1], [])).ToArray());
        Tensor<float> logits = tape.Create<float>(
            [float.NaN, float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.NaN, float.PositiveInfinity, 100, float.NaN, 0], [3, 3]);
        Assert.Equal([1, 2, 0], new CategoricalDistribution<float>(logits).Sample().ToArray());
    }
}
