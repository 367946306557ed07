using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class AttentionTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void ScaledDotProductAttention_AllMasks_IsItsFormula(string kind)
    {
        Device device = TestDevice.Get(kind);
        (int Queries, int Keys, int Size, int ValueSize, bool IsCausal, bool HasMask)[] cases =
        [
            (1, 1, 1, 1, false, false), (67, 131, 24, 20, false, true), (70, 70, 32, 32, true, false), (33, 65, 5, 7, true, true),
        ];
        foreach ((int n, int m, int d, int e, bool isCausal, bool hasMask) in cases)
        {
            using var tape = new Tape(device);
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
                Interleaved(tape, k, [2, 3, m, d]), tape.Create<double>(v, [2, 3, m, e]), hasMask ? tape.Create<double>(mask, [2, 1, n, m]) : null, isCausal, 1.5);
            Assert.Equal([2, 3, n, e], y.Shape);
            double[] expected = new double[6 * n * e];
            for (int row = 0; row < 6 * n; row++)
            {
                (int head, int i) = Math.DivRem(row, n);
                double[] weights = [.. Enumerable.Range(0, m).Select(j => isCausal && j > i ? 0 : Math.Exp(
                    (hasMask ? mask[(((head / 3 * n) + i) * m) + j] : 0) + (1.5 * Enumerable.Range(0, d).Sum(c => q[(row * d) + c] * k[(((head * m) + j) * d) + c]))))];
                double sum = weights.Sum();
                for (int c = 0; c < e && sum > 0; c++)
                {
                    expected[(row * e) + c] = weights.Select((w, j) => w * v[(((head * m) + j) * e) + c]).Sum() / sum;
                }
            }

            // Averages of numbers below 1; a score errs by 24·1.5·1.1e-16, which its weight feels relatively.
            Assert.Equal(expected, y.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ScaledDotProductAttention_Singles_ManyTiles_AreThoseOfDoubles(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape shape = [1, 2, 150, 40];
        float[][] single = [.. Enumerable.Range(1, 4).Select(s => Panther.Tests.Kernels.KernelDevices.Singles((int)shape.Length, s))];
        float[][] actual;
        double[][] expected;
        using (var tape = new Tape(device))
        {
            Tensor<float>[] x = [.. single[..3].Select(v => tape.Watch(tape.Create<float>(v, shape)))];
            Tensor<float> y = x[0].ScaledDotProductAttention(x[1], x[2], isCausal: true);
            actual = [y.ToArray(), .. tape.Gradients(y, x, tape.Create<float>(single[3], shape)).Select(g => g.ToArray())];
        }

        using (var tape = new Tape(TestDevice.Get("cpu")))
        {
            Tensor<double>[] x = [.. single[..3].Select(v => tape.Watch(tape.Create<double>([.. v.Select(s => (double)s)], shape)))];
            Tensor<double> y = x[0].ScaledDotProductAttention(x[1], x[2], isCausal: true);
            expected = [y.ToArray(), .. tape.Gradients(y, x, tape.Create<double>([.. single[3].Select(s => (double)s)], shape)).Select(g => g.ToArray())];
        }

        // Scores of magnitude 2 err by some 1e-6; gradients are sums over up to 150 rows of magnitude 1.
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i], actual[i].Select(v => (double)v), (a, b) => Math.Abs(a - b) <= (i == 0 ? 3e-6 : 3e-5));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ScaledDotProductAttention_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape q = [1, 2, 5, 3];
        Shape k = [1, 2, 4, 3];
        Shape v = [1, 2, 4, 2];
        double[] terms = Values([5, 4], 4);
        terms[5] = double.NegativeInfinity;
        terms.AsSpan(8, 4).Fill(double.NegativeInfinity);
        foreach ((bool isCausal, bool hasMask) in ((bool, bool)[])[(false, false), (true, true)])
        {
            Tensor<double> Attend(Tensor<double>[] x) => x[0].ScaledDotProductAttention(
                x[1], x[2], hasMask ? x[0].Tape!.Create<double>(terms, [5, 4]) : null, isCausal);
            Check(device, Attend, false, (Values(q, 1), q), (Values(k, 2), k), (Values(v, 3), v));
            if (kind == "cpu")
            {
                Check(device, Attend, true, (Values(q, 1), q), (Values(k, 2), k), (Values(v, 3), v));
            }
        }
    }

    [Fact]
    public void ScaledDotProductAttention_LargeScores_StayFinite()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> q = tape.Create<float>([1000, 1000, -1000, 500], [1, 2, 2]);
        Tensor<float> k = tape.Create<float>([1000, 1000, -1000, -1000], [1, 2, 2]);
        Tensor<float> v = tape.Create<float>([1, 2], [1, 2, 1]);
        Assert.Equal([1, 2], q.ScaledDotProductAttention(k, v).ToArray());
    }

    [Fact]
    public void ScaledDotProductAttention_ShapesThatDoNotFit_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([1, 2, 3, 4]);
        Assert.Throws<ArgumentException>(() => x.ScaledDotProductAttention(tape.Zeros<float>([1, 2, 3, 5]), x));
        Assert.Throws<ArgumentException>(() => x.ScaledDotProductAttention(x, tape.Zeros<float>([1, 2, 4, 4])));
        Assert.Throws<ArgumentException>(() => x.ScaledDotProductAttention(x, x, tape.Zeros<float>([4, 3])));
        Tensor<float> wide = tape.Zeros<float>([1, 1, 1, 129]);
        Assert.Throws<ArgumentException>(() => wide.ScaledDotProductAttention(wide, wide));
        Assert.Equal([1, 2, 3, 4], x.ScaledDotProductAttention(tape.Zeros<float>([1, 2, 0, 4]), tape.Zeros<float>([1, 2, 0, 4])).Shape);
    }

    /// <summary>Heads as they come out of one product: b×n×h×d, seen as b×h×n×d.</summary>
    private static Tensor<double> Interleaved(Tape tape, double[] values, Shape shape)
    {
        Tensor<double> x = tape.Create<double>(values, shape).Permute(0, 2, 1, 3);
        return tape.Create<double>(x.ToArray(), x.Shape).Permute(0, 2, 1, 3);
    }
}
