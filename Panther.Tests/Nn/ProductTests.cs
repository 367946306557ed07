using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ProductTests
{
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

    [Fact]
    public void MatMul_ShapesThatDoNotFit_Throws()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([2, 3]);
        Assert.Throws<ArgumentException>(() => x.MatMul(x));
        Assert.Throws<ArgumentException>(() => x.MatMul(tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => tape.Zeros<float>([2, 2, 3]).MatMul(tape.Zeros<float>([3, 3, 2])));
    }

    /// <summary>Sums of at most 5 products below 1 err by less than 5·5 units of the last place.</summary>
    private static void AssertClose(double[] expected, Tensor<double> actual)
        => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-14);
}
