using FsCheck;
using FsCheck.Fluent;
using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ShapeTests
{
    private static readonly Shape Shape = [2, 3, 4];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Views_OfEveryKind_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        (double[], Shape) x = (Values(Shape, 1), Shape);
        Check(device, x => x[0].Permute(2, 0, 1).Reshape(4, -1).Slice(0, 1, 2, 2).Square(), x);
        Check(device, x => x[0].Slice(1, 1, 1).Expand([5, 2, 3, 4]).Transpose().Square(), x);
        Check(device, x => x[0].Unsqueeze(1).Squeeze(1).Pad(-1, 1, 2, 0.5).Square(), x);
        Check(device, x => Joining.Concat(1, x[0], x[1], x[0]).Square(), x, (Values([2, 1, 4], 2), [2, 1, 4]));
        Check(device, x => Joining.Stack(0, x[0], x[1]).Square(), x, (Values(Shape, 2), Shape));
    }

    [Fact]
    public void Views_OfViews_NameTheRightElements()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Create<double>([.. Enumerable.Range(0, 24).Select(i => (double)i)], Shape);
        Assert.Equal([5, 17, 7, 19], x.Slice(1, 1, 1).Squeeze(1).Slice(1, 1, 2, 2).Transpose().ToArray());
        Assert.Equal([0, 12, 4, 16], x.Transpose(0, 1).Slice(0, 0, 2).Slice(2, 0, 1).ToArray());
        Assert.Equal([9, 0, 1, 2, 3, 9], x.Slice(0, 0, 1).Slice(1, 0, 1).Pad(2, 1, 1, 9).ToArray());
        Assert.Equal([0, 0, 1, 1], x.Slice(0, 0, 1).Slice(1, 0, 1).Slice(2, 0, 2).Transpose().Expand([1, 2, 2]).ToArray());
        Assert.Empty(x.Slice(1, 3, 0).ToArray());
        Assert.Empty(x.Slice(1, 3, 0).Slice(0, 1, 1).ToArray());
        Assert.Empty(tape.Zeros<double>([2, 0]).Slice(0, 1, 1).ToArray());
    }

    [Fact]
    public void Views_BeyondTheTensor_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([2, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(0, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(2, 0, 1));
        Assert.Throws<ArgumentException>(() => x.Permute(0, 0));
        Assert.Throws<ArgumentException>(() => x.Permute(0));
        Assert.Throws<ArgumentException>(() => x.Reshape(4, 2));
        Assert.Throws<ArgumentException>(() => x.Expand([2, 4]));
        Assert.Throws<ArgumentException>(() => x.Squeeze(0));
        Assert.Throws<ArgumentException>(() => Joining.Concat(0, x, tape.Zeros<float>([2, 2])));
        Assert.Throws<ArgumentException>(() => tape.Create<float>([1, 2], [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([-1]));
        Assert.Throws<ArgumentException>(() => Shape.Create([1, 1, 1, 1, 1, 1, 1, 1, 1]));
    }

    /// <summary>Broadcasting as NumPy defines it, element by element, whatever the shapes; more dimensions than one launch takes among them.</summary>
    [Fact]
    public void Add_AnyShapesThatBroadcast_IsTheLoop()
    {
        Device device = TestDevice.Get("cpu");
        Gen<(Shape, Shape)> shapes = from rank in Gen.Choose(0, 7)
                                     from extents in Gen.Choose(0, 3).ArrayOf(rank)
                                     from leftOnes in Gen.Elements(true, false).ArrayOf(rank)
                                     from rightOnes in Gen.Elements(true, false).ArrayOf(rank)
                                     from cut in Gen.Choose(0, rank)
                                     select (
                                         Shape.Create([.. extents.Select((e, i) => leftOnes[i] ? 1L : e)]),
                                         Shape.Create([.. extents.Select((e, i) => rightOnes[i] ? 1L : e).Skip(cut)]));
        Prop.ForAll(shapes.ToArbitrary(), pair =>
        {
            (Shape first, Shape second) = pair;
            using var tape = new Tape(device);
            double[] x = Values(first, 1);
            double[] y = Values(second, 2);
            Tensor<double> a = tape.Watch(tape.Create<double>(x, first));
            Tensor<double> b = tape.Watch(tape.Create<double>(y, second));
            Tensor<double> sum = a + b;
            double[] expected = [.. Enumerable.Range(0, (int)sum.Length).Select(i => x[Source(i, sum.Shape, first)] + y[Source(i, sum.Shape, second)])];
            double[] counts = new double[second.Length];
            foreach (int i in Enumerable.Range(0, (int)sum.Length))
            {
                counts[Source(i, sum.Shape, second)]++;
            }

            return sum.ToArray().SequenceEqual(expected)
                && tape.Gradient(sum, b, tape.Full(1.0, sum.Shape)).ToArray().SequenceEqual(counts)
                && (a * b).ToArray().SequenceEqual((b * a).ToArray());
        }).Check(Config.QuickThrowOnFailure.WithReplay(2011, 53));
    }

    [Fact]
    public void Broadcast_ExtentsThatDiffer_Throws()
    {
        Assert.Equal([4, 2, 3], Shape.Broadcast([2, 1], [4, 1, 3]));
        Assert.Equal([0], Shape.Broadcast([0], [1]));
        Assert.Throws<ArgumentException>(() => Shape.Broadcast([2], [3]));
        Assert.Throws<ArgumentException>(() => Shape.Broadcast([0], [2]));
    }

    private static long Source(long index, Shape result, Shape operand)
    {
        long source = 0;
        long stride = 1;
        for (int fromEnd = 1; fromEnd <= result.Rank; fromEnd++)
        {
            long place = index % result[-fromEnd];
            index /= result[-fromEnd];
            if (fromEnd <= operand.Rank)
            {
                source += operand[-fromEnd] == 1 ? 0 : place * stride;
                stride *= operand[-fromEnd];
            }
        }

        return source;
    }
}
