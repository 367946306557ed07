using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class NormalizationTests
{
    private static readonly Shape Shape = [2, 3, 5];
    private static readonly Shape Row = [5];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Normalizations_OfRows_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        (double[], Shape) x = (Values(Shape, 1), Shape);
        (double[], Shape) scale = (Values(Row, 2), Row);
        (double[], Shape) shift = (Values(Row, 3), Row);
        Check(device, x => x[0].Softmax(), x);
        Check(device, x => x[0].LogSoftmax(1), x);
        Check(device, x => x[0].LayerNorm(x[1], x[2]), kind == "cpu", x, scale, shift);
        Check(device, x => x[0].RmsNorm(x[1]), kind == "cpu", x, scale);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Normalizations_OfTransposedTensors_AreLoops(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        const int Rows = 33;
        const int Columns = 7;
        double[] values = Values([Columns, Rows], 1);
        Tensor<double> x = tape.Create<double>(values, [Columns, Rows]).Transpose();
        double[][] rows = [.. Enumerable.Range(0, Rows).Select(i => Enumerable.Range(0, Columns).Select(j => values[(j * Rows) + i]).ToArray())];
        double[] s = Values([Columns], 2);
        double[] t = Values([Columns], 3);
        Tensor<double> scale = tape.Create<double>(s, [Columns]);
        Tensor<double> shift = tape.Create<double>(t, [Columns]);
        AssertRows(rows, r => [.. r.Select(v => Math.Exp(v) / r.Sum(Math.Exp))], x.Softmax());
        AssertRows(rows, r => [.. r.Select(v => v - Math.Log(r.Sum(Math.Exp)))], x.LogSoftmax());
        AssertRows(
            rows,
            r => [.. r.Select((v, j) => ((v - r.Average()) / Math.Sqrt(r.Average(u => Math.Pow(u - r.Average(), 2)) + 1e-5) * s[j]) + t[j])],
            x.LayerNorm(scale, shift));
        AssertRows(rows, r => [.. r.Select((v, j) => v / Math.Sqrt(r.Average(u => u * u) + 1e-6) * s[j])], x.RmsNorm(scale));
        Assert.Throws<ArgumentException>(() => x.RmsNorm(tape.Zeros<double>([6])));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_ByOneKernel_AreThoseByOperations(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        const int Rows = 33;
        const int Columns = 443;
        Tensor<double> x = tape.Watch(tape.Create<double>(Values([Rows, Columns], 1), [Rows, Columns]));
        Tensor<double> scale = tape.Watch(tape.Create<double>(Values([Columns], 2), [Columns]));
        Tensor<double> g = tape.Create<double>(Values([Rows, Columns], 3), [Rows, Columns]);
        IndexTensor labels = tape.CreateIndices([.. Enumerable.Range(0, Rows).Select(i => i * 13)], [Rows]);
        foreach (Tensor<double> y in (Tensor<double>[])[x.LayerNorm(scale, scale), x.RmsNorm(scale), x.CrossEntropy(labels)])
        {
            Tensor<double>? cotangent = y.Rank > 0 ? g : null;
            Tensor<double>[] byKernel = tape.Gradients(y, [x, scale], cotangent);
            Tensor<double>[] byOperations = tape.Gradients(y, [x, scale], cotangent, isDifferentiable: true);
            foreach ((Tensor<double> a, Tensor<double> b) in byKernel.Zip(byOperations))
            {
                Assert.Equal(b.ToArray(), a.ToArray(), (p, q) => Math.Abs(p - q) <= 1e-12);
            }
        }
    }

    private static void AssertRows(double[][] rows, Func<double[], double[]> expected, Tensor<double> actual)
        => Assert.Equal(rows.SelectMany(expected), actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
}
