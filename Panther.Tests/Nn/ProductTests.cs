using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ProductTests
{
    private const double Bound = 132 * 132 * 6e-8;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void MatMul_AllTranspositionsAndBatches_AreLoops(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int batch, int m, int k, int n) in ((int, int, int, int)[])[(1, 1, 1, 1), (2, 3, 5, 7), (1, 33, 1, 31), (3, 4, 0, 2)])
        {
            double[] a = Values([batch, m, k], 1);
            double[] b = Values([batch, k, n], 2);
            double[] expected = new double[batch * m * n];
            for (int i = 0; i < expected.Length; i++)
            {
                (int plane, int row, int column) = (i / (m * n), i / n % m, i % n);
                expected[i] = Enumerable.Range(0, k).Sum(p => a[(((plane * m) + row) * k) + p] * b[(((plane * k) + p) * n) + column]);
            }

            using var tape = new Tape(device);
            Tensor<double> left = tape.Create<double>(a, [batch, m, k]);
            Tensor<double> right = tape.Create<double>(b, [batch, k, n]);
            Tensor<double> leftTransposed = Stored(tape, left).Transpose();
            Tensor<double> rightTransposed = Stored(tape, right).Transpose();
            Tensor<double> leftOdd = Stored(tape, left.Permute(2, 0, 1)).Permute(2, 1, 0);
            AssertClose(expected, left.MatMul(right));
            AssertClose(expected, leftTransposed.MatMul(right));
            AssertClose(expected, left.MatMul(rightTransposed));
            AssertClose(expected, leftTransposed.MatMul(rightTransposed));
            AssertClose(expected, Stored(tape, left.Transpose(0, 1)).Permute(2, 0, 1).MatMul(rightTransposed));
            AssertClose(expected, leftOdd.MatMul(right));
        }

        // Copies in another order of memory.
        static Tensor<double> Stored(Tape tape, Tensor<double> x)
        {
            Tensor<double> t = x.Transpose();
            return tape.Create<double>(t.ToArray(), t.Shape);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MatMul_BroadcastBatches_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape left = [2, 1, 3, 4];
        Shape right = [3, 4, 2];
        Shape flat = [4, 2];
        Check(device, x => x[0].MatMul(x[1]), (Values(left, 1), left), (Values(right, 2), right));
        Shape heads = [2, 3, 2, 4];
        Check(device, x => x[0].Transpose(1, 2).MatMul(x[1].Transpose(1, 2).Transpose()), false, (Values(heads, 1), heads), (Values(heads, 2), heads));
        Check(device, x => x[0].MatMul(x[1]).Square(), (Values(left, 1), left), (Values(flat, 2), flat));
        Check(device, x => x[0].Transpose().MatMul(x[1]), (Values(flat, 1), flat), (Values(flat, 2), flat));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Linear_AnyInput_IsTheProductAndTheBias(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((Shape shape, int outputs) in ((Shape, int)[])[([1, 1], 1), ([33, 17], 10), ([2, 3, 5], 31), ([4], 3), ([0, 3], 2), ([40, 4], 9)])
        {
            using var tape = new Tape(device);
            Tensor<double> x = tape.Create<double>(Values(shape, 1), shape);
            Tensor<double> w = tape.Create<double>(Values([outputs, shape[-1]], 2), [outputs, shape[-1]]);
            Tensor<double> b = tape.Create<double>(Values([outputs], 3), [outputs]);
            Tensor<double> product = x.Unsqueeze(-2).MatMul(w.Transpose().Expand(Matrices(x, w))).Squeeze(-2);
            AssertClose(product.ToArray(), x.Linear(w), 17);
            AssertClose((product + b).ToArray(), x.Linear(w, b), 18);
            Tensor<double> strided = tape.Create<double>(x.Transpose(0, -1).Contiguous().ToArray(), x.Transpose(0, -1).Shape).Transpose(0, -1);
            AssertClose((product + b).ToArray(), strided.Linear(w, b), 18);
        }

        static Shape Matrices(Tensor<double> x, Tensor<double> w) => [.. x.Shape.SkipLast(1), w.Shape[1], w.Shape[0]];
    }

    /// <summary>A sum of k products, and the bias, of magnitudes below 1 errs by less than (k + 1)²·u, however it is ordered.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Linear_OfFloats_IsTheProductAndTheBias(string kind)
    {
        Device device = TestDevice.Get(kind);
        const int Inputs = 131;
        const int Outputs = 37;
        const int Rows = 19;
        double[] x = [.. Values([Rows, Inputs], 1).Select(v => (double)(float)v)];
        double[] w = [.. Values([Outputs, Inputs], 2).Select(v => (double)(float)v)];
        double[] b = [.. Values([Outputs], 3).Select(v => (double)(float)v)];
        using var tape = new Tape(device);
        float[] found = tape.Create<float>([.. x.Select(v => (float)v)], [Rows, Inputs])
            .Linear(tape.Create<float>([.. w.Select(v => (float)v)], [Outputs, Inputs]), tape.Create<float>([.. b.Select(v => (float)v)], [Outputs])).ToArray();
        for (int i = 0; i < found.Length; i++)
        {
            (int row, int column) = (i / Outputs, i % Outputs);
            double expected = b[column] + Enumerable.Range(0, Inputs).Sum(k => x[(row * Inputs) + k] * w[(column * Inputs) + k]);
            Assert.InRange(found[i] - expected, -Bound, Bound);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Linear_AnyInput_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape weight = [5, 4];
        Shape bias = [5];
        Shape batch = [3, 4];
        Shape sequences = [2, 3, 4];
        Check(device, x => x[0].Linear(x[1], x[2]), (Values(batch, 1), batch), (Values(weight, 2), weight), (Values(bias, 3), bias));
        Check(device, x => x[0].Linear(x[1]), (Values(batch, 1), batch), (Values(weight, 2), weight));
        Check(device, x => x[0].Linear(x[1], x[2]).Square(), (Values(sequences, 1), sequences), (Values(weight, 2), weight), (Values(bias, 3), bias));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Products_WithExtentsOfZero_AreSumsOfNothing(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        Tensor<double> x = tape.Watch(tape.Zeros<double>([2, 3, 0]));
        Tensor<double> w = tape.Watch(tape.Zeros<double>([2, 0]));
        Tensor<double> b = tape.Watch(tape.Create<double>([1, 2], [2]));
        Assert.Equal(new double[12], x.MatMul(w.Transpose()).ToArray());
        Assert.Equal(new double[12], x.Linear(w).ToArray());
        Tensor<double> y = x.Linear(w, b);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => 1.0 + (i % 2)), y.ToArray());
        Tensor<double>[] gradients = tape.Gradients(y.Sum(), [x, w, b]);
        Assert.Equal([x.Shape, w.Shape], gradients.Take(2).Select(gradient => gradient.Shape));
        Assert.Equal([6, 6], gradients[2].ToArray());

        // And no outputs of some inputs.
        Tensor<double> some = tape.Watch(tape.Full(1.0, [2, 3, 5]));
        Tensor<double> none = tape.Watch(tape.Zeros<double>([0, 5]));
        gradients = tape.Gradients(some.Linear(none).Sum(), [some, none]);
        Assert.Equal(new double[30], gradients[0].ToArray());
        Assert.Equal(none.Shape, gradients[1].Shape);
    }

    [Fact]
    public void Linear_OfAWeightOnAnInnerTape_BelongsThere()
    {
        using var outer = new Tape(TestDevice.Get("cpu"));
        using var inner = new Tape(outer);
        Tensor<double> x = outer.Create<double>([1, 2], [1, 2]);
        Tensor<double> w = inner.Watch(inner.Create<double>([3, 4], [1, 2]));
        Tensor<double> y = x.Linear(w * w);
        Assert.Same(inner, y.Tape);
        Assert.Equal([6, 16], inner.Gradient(y, w).ToArray());
    }

    [Fact]
    public void Linear_ShapesThatDoNotFit_Throws()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([2, 3]);
        Assert.Throws<ArgumentException>(() => x.Linear(tape.Zeros<float>([3, 2])));
        Assert.Throws<ArgumentException>(() => x.Linear(tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => x.Linear(tape.Zeros<float>([2, 3]), tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => x.Linear(tape.Zeros<float>([2, 3]), tape.Zeros<float>([1, 2])));
    }

    [Fact]
    public void MatMul_ShapesThatDoNotFit_Throws()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([2, 3]);
        Assert.Throws<ArgumentException>(() => x.MatMul(x));
        Assert.Throws<ArgumentException>(() => x.MatMul(tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => tape.Zeros<float>([2, 2, 3]).MatMul(tape.Zeros<float>([3, 3, 2])));
    }

    /// <summary>Two sums of so many products below 1, 5 if nothing is said, each err by less than the square of their number times the unit roundoff.</summary>
    private static void AssertClose(double[] expected, Tensor<double> actual, int terms = 5)
        => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= 4e-16 * terms * terms);
}
