using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ReductionTests
{
    private static readonly Shape Shape = [3, 5, 2];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Reductions_OverAnyDimensions_AreLoops(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (Shape shape in (Shape[])[[3, 5, 33], [1, 443, 2], [31, 1, 1]])
        {
            double[] values = Values(shape, 1);
            for (int mask = 0; mask < 8; mask++)
            {
                int[] dimensions = [.. Enumerable.Range(0, 3).Where(d => (mask >> d & 1) == 1)];
                using var tape = new Tape(device);
                Tensor<double> x = tape.Create<double>(values, shape);

                // Another order in memory: the same elements as the transpose of what is stored.
                Tensor<double> stored = tape.Create<double>(x.Permute(2, 0, 1).ToArray(), [shape[2], shape[0], shape[1]]);
                foreach (Tensor<double> source in (Tensor<double>[])[x, stored.Permute(1, 2, 0)])
                {
                    AssertClose(Groups(values, shape, mask, g => g.Sum()), source.Sum(dimensions));
                    AssertClose(Groups(values, shape, mask, g => g.Max()), source.Max(dimensions));
                }
            }
        }
    }

    [Fact]
    public void Sum_OfOneElementWithoutATape_IsNotTheElement()
    {
        using Tensor<double> x = Tensor<double>.Create(TestDevice.Get("cpu"), [3], [1]);
        x.Sum().Dispose();
        x.Sum([0], keepDimensions: true).Dispose();
        Assert.Equal([3], x.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void CompositeReductions_OverSomeDimensions_AreLoops(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        double[] values = Values(Shape, 1);
        Tensor<double> x = tape.Create<double>(values, Shape);
        AssertClose(Groups(values, Shape, 5, g => g.Average()), x.Mean([0, 2]));
        AssertClose(Groups(values, Shape, 5, g => g.Min()), x.Min([0, 2]));
        AssertClose(Groups(values, Shape, 2, g => Math.Log(g.Sum(Math.Exp))), x.LogSumExp([1]));
        AssertClose(Groups(values, Shape, 2, g => g.Sum(v => Math.Pow(v - g.Average(), 2)) / (g.Length - 1)), x.Variance([1]));
        Assert.Equal([1, 5, 1], x.Mean([0, 2], keepDimensions: true).Shape);
        Assert.Equal(double.NegativeInfinity, tape.Full(double.NegativeInfinity, [4]).LogSumExp().ToScalar());
        Assert.Equal(1000 + Math.Log(4), tape.Full(1000.0, [4]).LogSumExp().ToScalar());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Reductions_OverSomeDimensions_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        (double[], Shape) x = (Values(Shape, 3), Shape);
        Check(device, x => x[0].Sum([1]).Square(), x);
        Check(device, x => x[0].Max([0, 2]), x);
        Check(device, x => x[0].LogSumExp([1]), x);
        Check(device, x => x[0].Variance([0, 1]), x);
        Check(device, x => x[0].Transpose().Mean([0], keepDimensions: true) * x[0].Transpose(), x);
    }

    [Fact]
    public void Max_OfEqualElements_SharesTheGradient()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([1, 3, 3, 2], [4]));
        Assert.Equal([0, 0.5, 0.5, 0], tape.Gradient(x.Max(), x).ToArray());
    }

    [Fact]
    public void Reductions_OfNothing_AreTheirIdentities()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([3, 0]);
        Assert.Equal([0, 0, 0], x.Sum([1]).ToArray());
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], x.Max([1]).ToArray());
        Assert.Empty(x.Sum([0]).ToArray());
        Assert.Equal(0, x.Sum().ToScalar());
        Assert.Throws<ArgumentException>(() => x.Sum([1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Sum([2]));
    }

    private static double[] Groups(double[] values, Shape shape, int mask, Func<double[], double> reduce)
    {
        bool all = mask == 0;
        return [.. values.Select((value, i) => (value, key: Key(i, shape, all ? 7 : mask))).GroupBy(p => p.key).OrderBy(g => g.Key).Select(g => reduce([.. g.Select(p => p.value)]))];
    }

    private static long Key(long index, Shape shape, int mask)
    {
        long k = index % shape[2];
        long j = index / shape[2] % shape[1];
        long i = index / shape[2] / shape[1];
        return ((((mask & 1) == 0 ? i : 0) * 1000) + ((mask & 2) == 0 ? j : 0)) * 1000 + ((mask & 4) == 0 ? k : 0);
    }

    private static void AssertClose(double[] expected, Tensor<double> actual)
        => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
}
