using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class AttentionDropoutTests
{
    private const ulong Seed = 0x123456789ABCDEF;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void ScaledDotProductAttention_Dropout_IsItsFormula(string kind)
    {
        Device device = TestDevice.Get(kind);
        const double Dropout = 0.3;
        (int Queries, int Keys, int Size, int ValueSize, bool IsCausal, bool HasMask)[] cases =
        [
            (1, 1, 1, 1, false, false), (67, 131, 24, 20, false, true), (145, 145, 6, 5, true, false), (33, 65, 5, 7, true, true),
        ];
        var random = new RandomState(Seed, position: 7);
        foreach ((int n, int m, int d, int e, bool isCausal, bool hasMask) in cases)
        {
            uint position = random.Position;
            using var tape = new Tape(device, random);
            double[] q = Values([2, 3, n, d], 1);
            double[] k = Values([2, 3, m, d], 2);
            double[] v = Values([2, 3, m, e], 3);

            // A key that one batch must not see, and a query that sees none.
            double[] mask = Values([2, 1, n, m], 4);
            for (int i = 0; i < n; i++)
            {
                mask[(i * m) + (m / 2)] = double.NegativeInfinity;
            }

            mask.AsSpan(n / 3 * m, m).Fill(double.NegativeInfinity);
            Tensor<double> y = Interleaved(tape, q, [2, 3, n, d]).ScaledDotProductAttention(
                Interleaved(tape, k, [2, 3, m, d]),
                tape.Create<double>(v, [2, 3, m, e]),
                hasMask ? tape.Create<double>(mask, [2, 1, n, m]) : null,
                isCausal,
                1.5,
                Dropout);
            Assert.Equal(position + 1, random.Position);
            double[] expected = new double[6 * n * e];
            for (int row = 0; row < 6 * n; row++)
            {
                (int head, int i) = Math.DivRem(row, n);
                double[] weights = [.. Enumerable.Range(0, m).Select(j => isCausal && j > i ? 0 : Math.Exp(
                    (hasMask ? mask[(((head / 3 * n) + i) * m) + j] : 0) + (1.5 * Enumerable.Range(0, d).Sum(c => q[(row * d) + c] * k[(((head * m) + j) * d) + c]))))];
                double sum = weights.Sum();
                for (int c = 0; c < e && sum > 0; c++)
                {
                    expected[(row * e) + c] = weights.Select((w, j) => w * Factor(position, Dropout, head, i, j) * v[(((head * m) + j) * e) + c]).Sum() / sum;
                }
            }

            // Averages of numbers below 1/0.7; a score errs by 24·1.5·1.1e-16, which its weight feels relatively.
            Assert.Equal(expected, y.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ScaledDotProductAttention_Dropout_HasItsDerivatives(string kind)
    {
        // More than a block of keys and queries that share draws; each evaluation is on a tape of its own, which draws the same.
        Device device = TestDevice.Get(kind);
        Shape q = [1, 1, 37, 2];
        Shape k = [1, 1, 35, 2];
        Shape v = [1, 1, 35, 1];
        foreach (bool isCausal in (bool[])[false, true])
        {
            Check(
                device,
                x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal: isCausal, dropout: 0.4),
                kind == "cpu" && isCausal,
                (Values(q, 1), q),
                (Values(k, 2), k),
                (Values(v, 3), v));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ScaledDotProductAttention_Dropout_Singles_ManyTiles_AreThoseOfDoubles(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape shape = [1, 2, 150, 32];
        float[][] single = [.. Enumerable.Range(1, 4).Select(s => Kernels.KernelDevices.Singles((int)shape.Length, s))];
        float[][] actual;
        double[][] expected;
        using (var tape = new Tape(device))
        {
            Tensor<float>[] x = [.. single[..3].Select(v => tape.Watch(tape.Create<float>(v, shape)))];
            Tensor<float> y = x[0].ScaledDotProductAttention(x[1], x[2], dropout: 0.5);
            actual = [y.ToArray(), .. tape.Gradients(y, x, tape.Create<float>(single[3], shape)).Select(g => g.ToArray())];
        }

        using (var tape = new Tape(TestDevice.Get("cpu")))
        {
            Tensor<double>[] x = [.. single[..3].Select(v => tape.Watch(tape.Create<double>([.. v.Select(s => (double)s)], shape)))];
            Tensor<double> y = x[0].ScaledDotProductAttention(x[1], x[2], dropout: 0.5);
            expected = [y.ToArray(), .. tape.Gradients(y, x, tape.Create<double>([.. single[3].Select(s => (double)s)], shape)).Select(g => g.ToArray())];
        }

        // As without dropout, where outputs are held to 3e-6 and gradients, sums over up to 150 rows of magnitude 1, to 3e-5; terms are twice as large here.
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i], actual[i].Select(v => (double)v), (a, b) => Math.Abs(a - b) <= (i == 0 ? 6e-6 : 6e-5));
        }
    }

    [Fact]
    public void ScaledDotProductAttention_Dropout_OverManySeeds_KeepsTheMeanOfWeights()
    {
        const int Repeats = 500;
        const int Places = 40;
        const double Dropout = 0.2;
        Device device = TestDevice.Get("cpu");
        Shape shape = [1, 2, Places, 3];
        double[] sums = new double[2 * Places * Places];
        double[] weights = Attend(0, 0);
        for (int seed = 1; seed <= Repeats; seed++)
        {
            double[] dropped = Attend((ulong)seed, Dropout);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += dropped[i];
                Assert.True(dropped[i] == 0 || Math.Abs(dropped[i] - (weights[i] / (1 - Dropout))) <= 1e-15, $"Weight {i} is {dropped[i]}, and {weights[i]} without dropout.");
            }
        }

        // A weight w/(1 - p) or 0 has the deviation w·√(p/(1 - p)); of 3,200 means one is 6 standard errors off once in 10⁵ choices of seeds.
        double tolerance = 6 * Math.Sqrt(Dropout / (1 - Dropout) / Repeats);
        Assert.Equal(weights, sums.Select(s => s / Repeats), (a, b) => Math.Abs(a - b) <= tolerance * a);

        // The values are the unit vectors, so that the output is the matrix of weights.
        double[] Attend(ulong seed, double dropout)
        {
            using var tape = new Tape(device, new RandomState(seed));
            Tensor<double> identity = tape.Create<double>([.. Enumerable.Range(0, Places * Places).Select(i => i % (Places + 1) == 0 ? 1.0 : 0)], [1, 1, Places, Places]);
            return tape.Create<double>(Values(shape, 1), shape)
                .ScaledDotProductAttention(tape.Create<double>(Values(shape, 2), shape), identity.Expand([1, 2, Places, Places]), dropout: dropout)
                .ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Step_CapturedWithDropoutOfWeights_DrawsWhatTheEagerOneDraws(string kind)
    {
        Device device = TestDevice.Get(kind);
        float[][] eager = Run(device, isCaptured: false);
        Assert.Equal(eager, Run(device, isCaptured: true));
        Assert.Equal(3, eager.Select(r => r[0]).Distinct().Count());
    }

    [Fact]
    public void ScaledDotProductAttention_DropoutThatCannotBe_Throws()
    {
        Device device = TestDevice.Get("cpu");
        using var tape = new Tape(device);
        Tensor<float> x = tape.Zeros<float>([1, 2, 3, 4]);
        foreach (double dropout in (double[])[-0.1, 1, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => x.ScaledDotProductAttention(x, x, dropout: dropout));
            Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention<float>(2, new Linear<float>(device, 4, 12, new RandomState(1)), new Linear<float>(device, 4, 4, new RandomState(1)), dropout: dropout));
        }

        using Tensor<float> outside = Tensor<float>.Create(device, new float[24], [1, 2, 3, 4]);
        Assert.Throws<ArgumentException>(() => outside.ScaledDotProductAttention(outside, outside, dropout: 0.1));
        using Tensor<float> result = outside.ScaledDotProductAttention(outside, outside);
    }

    /// <summary>Outputs and gradients of steps of which nothing differs but what is dropped; half of each is computed twice, with the same draws.</summary>
    private static float[][] Run(Device device, bool isCaptured)
    {
        Shape shape = [2, 2, 35, 8];
        using var operand = Tensor<float>.Create(device, Kernels.KernelDevices.Singles((int)shape.Length, 1), shape);
        using var result = Tensor<float>.Allocate(device, [2, .. shape]);
        var random = new RandomState(Seed, 5);
        using var draws = new CapturedRandomState(device.DefaultStream, random);
        void Step(Tape tape)
        {
            Tensor<float> x = tape.Watch(tape.Use(operand));
            Tensor<float> y = tape.Checkpoint(z => z.ScaledDotProductAttention(z, z, isCausal: true, dropout: 0.3), x).ScaledDotProductAttention(x, x, dropout: 0.2);
            tape.Stream.Copy(Joining.Stack(0, y, tape.Gradient(y.Square().Sum(), x)).Elements, result.Elements);
        }

        using LaunchGraph? graph = isCaptured
            ? device.DefaultStream.Capture(stream =>
            {
                using var tape = new Tape(stream, draws);
                Step(tape);
            })
            : null;
        var seen = new List<float[]>();
        for (int step = 0; step < 3; step++)
        {
            if (graph is null)
            {
                using var tape = new Tape(device, random);
                Step(tape);
            }
            else
            {
                draws.Advance();
                graph.Launch(device.DefaultStream);
            }

            seen.Add(result.ToArray());
        }

        return [.. seen];
    }

    /// <summary>What multiplies a weight: its word of the block that it shares with three others, compared with the probability.</summary>
    private static double Factor(uint stream, double dropout, int head, int query, int key)
    {
        PhiloxBlock block = Philox4x32.Permute(Seed, new PhiloxBlock((uint)query & ~16u, (uint)key & ~16u, (uint)head, stream));
        uint[] words = [block.X, block.Y, block.Z, block.W];
        return words[(query / 16 % 2 * 2) + (key / 16 % 2)] / 4294967296.0 < dropout ? 0 : 1 / (1 - dropout);
    }

    /// <summary>Heads as they come out of one product: b×n×h×d, seen as b×h×n×d.</summary>
    private static Tensor<double> Interleaved(Tape tape, double[] values, Shape shape)
    {
        Tensor<double> x = tape.Create<double>(values, shape).Permute(0, 2, 1, 3);
        return tape.Create<double>(x.ToArray(), x.Shape).Permute(0, 2, 1, 3);
    }
}
