using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ChannelNormalizationTests
{
    private static readonly Shape Channels = [4];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void BatchNorm_OfImages_IsItsFormula(string kind)
    {
        foreach (Shape shape in (Shape[])[[3, 4, 5, 7], [33, 4], [1, 4, 443]])
        {
            using var tape = new Tape(TestDevice.Get(kind));

            // A mean of a thousand deviations must cost only the digits that it has to.
            double[] values = [.. Values(shape, 1).Select((v, i) => v + (i % 2000))];
            double[] scale = Values(Channels, 2);
            double[] shift = Values(Channels, 3);
            using Tensor<double> runningMean = Tensor<double>.Create(tape.Device, [1, 2, 3, 4], Channels);
            using Tensor<double> runningVariance = Tensor<double>.Create(tape.Device, [1, 2, 3, 4], Channels);
            Tensor<double> x = tape.Create<double>(values, shape);
            Tensor<double> y = x.BatchNorm(
                tape.Create<double>(scale, Channels), tape.Create<double>(shift, Channels), runningMean, runningVariance, 0.25, 1e-3);
            int places = (int)(shape.Length / (shape[0] * 4));
            double[][] channels = [.. Enumerable.Range(0, 4).Select(c => values.Where((_, i) => i / places % 4 == c).ToArray())];
            double[] means = [.. channels.Select(c => c.Average())];
            double[] variances = [.. channels.Select((c, i) => c.Average(v => Math.Pow(v - means[i], 2)))];
            AssertClose(
                values.Select((v, i) => (i / places % 4) is var c ? ((v - means[c]) / Math.Sqrt(variances[c] + 1e-3) * scale[c]) + shift[c] : 0), y, 1e-11);
            double count = channels[0].Length;
            AssertClose(means.Select((m, c) => (0.75 * (c + 1)) + (0.25 * m)), runningMean, 1e-9);
            AssertClose(variances.Select((v, c) => (0.75 * (c + 1)) + (0.25 * v * count / (count - 1))), runningVariance, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void GroupNorm_OfStridedImages_IsItsFormula(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        double[] values = Values([3, 4, 5], 1);
        double[] scale = Values(Channels, 2);
        double[] shift = Values(Channels, 3);
        Tensor<double> x = tape.Create<double>(values, [3, 4, 5]);
        Tensor<double> stored = tape.Create<double>(x.Permute(2, 0, 1).ToArray(), [5, 3, 4]).Permute(1, 2, 0);
        Tensor<double> y = stored.GroupNorm(2, tape.Create<double>(scale, Channels), tape.Create<double>(shift, Channels), 1e-3);
        double[][] groups = [.. values.Chunk(10)];
        AssertClose(
            values.Select((v, i) =>
            {
                double mean = groups[i / 10].Average();
                double variance = groups[i / 10].Average(u => Math.Pow(u - mean, 2));
                return ((v - mean) / Math.Sqrt(variance + 1e-3) * scale[i / 5 % 4]) + shift[i / 5 % 4];
            }),
            y,
            1e-13);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Normalizations_OfChannels_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape shape = [2, 4, 3];
        (double[], Shape) x = (Values(shape, 1), shape);
        (double[], Shape) scale = (Values(Channels, 2), Channels);
        (double[], Shape) shift = (Values(Channels, 3), Channels);
        Check(device, v => v[0].BatchNorm(v[1], v[2]), false, x, scale, shift);
        Check(device, v => v[0].GroupNorm(2, v[1], v[2]), false, x, scale, shift);
        if (kind == "cpu")
        {
            Check(device, v => v[0].BatchNorm(v[1], v[2]), true, x, scale, shift);
            Check(device, v => v[0].GroupNorm(2, v[1], v[2]), true, x, scale, shift);
            Check(
                device,
                v => v[0].BatchNormWith(v[1], v[2], v[3], v[4]),
                x,
                scale,
                shift,
                (Values(Channels, 4), Channels),
                ([1, 2, 0.5, 0.7], Channels));
        }
    }

    [Fact]
    public void BatchNormWith_NoTape_GivesATensorToItsMaker()
    {
        Device device = TestDevice.Get("cpu");
        using Tensor<float> x = Tensor<float>.Create(device, [1, 2, 3, 4], [2, 2]);
        using Tensor<float> one = Tensor<float>.Create(device, [1, 1], [2]);
        using Tensor<float> y = x.BatchNormWith(one, one, one, one, 0);
        Assert.Null(y.Tape);
        Assert.Equal([1, 2, 3, 4], y.ToArray());
    }

    [Fact]
    public void Normalizations_ShapesThatDoNotFit_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Zeros<float>([2, 4, 3]);
        Tensor<float> four = tape.Zeros<float>([4]);
        Assert.Throws<ArgumentException>(() => x.BatchNorm(tape.Zeros<float>([3]), four));
        Assert.Throws<ArgumentException>(() => x.BatchNorm(four, four, tape.Zeros<float>([3])));
        Assert.Throws<ArgumentException>(() => x.GroupNorm(3, four, four));
        Assert.Throws<ArgumentException>(() => tape.Zeros<float>([0, 4, 3]).BatchNorm(four, four));
    }

    private static void AssertClose(IEnumerable<double> expected, Tensor<double> actual, double tolerance)
        => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)));
}
