using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Optimisers against their formulas in a plain loop. Eight steps of numbers near 1 differ by some tens of roundings, less than 1e-12.</summary>
public sealed class OptimizerTests
{
    private const double Rate = 0.1;
    private const double Decay = 0.2;
    private const int Length = 1025;
    private const int StepCount = 8;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void RmsProp_WithAndWithoutMomentum_IsItsFormula(string kind)
    {
        foreach (double momentum in (double[])[0, 0.8])
        {
            AssertSteps(
                kind,
                p => new RmsProp<double>(p, new RmsPropOptions { LearningRate = Rate, Decay = 0.7, Momentum = momentum, Epsilon = 1e-3, WeightDecay = Decay }),
                (x, gradient, s, _) =>
                {
                    double g = gradient + (Decay * x);
                    s[0] = (0.7 * s[0]) + (0.3 * g * g);
                    s[1] = (momentum * s[1]) + (g / (Math.Sqrt(s[0]) + 1e-3));
                    return x - (Rate * s[1]);
                });
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void RAdam_BeforeAndAfterItsVarianceIsTractable_IsItsFormula(string kind)
    {
        var rectified = new HashSet<bool>();
        AssertSteps(
            kind,
            p => new RAdam<double>(p, new AdamOptions { LearningRate = Rate, SecondDecay = 0.9, WeightDecay = Decay }),
            (x, gradient, s, t) =>
            {
                double g = gradient + (Decay * x);
                s[0] = (0.9 * s[0]) + (0.1 * g);
                s[1] = (0.9 * s[1]) + (0.1 * g * g);
                double mean = s[0] / (1 - Math.Pow(0.9, t));
                double longest = (2 / (1 - 0.9)) - 1;
                double length = longest - (2 * t * Math.Pow(0.9, t) / (1 - Math.Pow(0.9, t)));
                rectified.Add(length > 4);
                return length > 4
                    ? x - (Rate * mean * Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
                        / (Math.Sqrt(s[1] / (1 - Math.Pow(0.9, t))) + 1e-8))
                    : x - (Rate * mean);
            });
        Assert.Equal(2, rectified.Count);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Lion_IsItsFormula(string kind) => AssertSteps(
        kind,
        p => new Lion<double>(p, new LionOptions { LearningRate = Rate, WeightDecay = Decay }),
        (x, g, s, _) =>
        {
            double direction = (0.9 * s[0]) + (0.1 * g);
            s[0] = (0.99 * s[0]) + (0.01 * g);
            return x - (Rate * (Math.Sign(direction) + (Decay * x)));
        });

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_LongAndShortGradients_ScalesTheLongOnesAlone(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        Tensor<double>[] gradients = [tape.Create<double>([3, 0, 0, 0], [2, 2]), tape.Create<double>([4], [])];
        Tensor<double>[] clipped = gradients.ClipByNorm(2.5, out Tensor<double> norm);
        Assert.Equal(5, norm.ToScalar(), 1e-14);
        Assert.Equal(1.5, clipped[0].ToArray()[0], 1e-14);
        Assert.Equal([2, 2], clipped[0].Shape);
        Assert.Equal(2, clipped[1].ToScalar(), 1e-14);
        Assert.Equal([3, 0, 0, 0], gradients.ClipByNorm(5.5, out _)[0].ToArray());
        Assert.Equal(0, new[] { tape.Zeros<double>([]) }.ClipByNorm(1, out _)[0].ToScalar());
        Assert.Throws<ArgumentException>(() => Array.Empty<Tensor<double>>().ClipByNorm(1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => gradients.ClipByNorm(0, out _));
    }

    [Fact]
    public void Schedule_AtItsEnds_IsItsDefinition()
    {
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Enumerable.Range(0, 5).Select(step => Schedule.WarmUp(step, 4)));
        Assert.Equal(1, Schedule.WarmUp(0, 0));
        Assert.Equal(1, Schedule.Cosine(0, 8));
        Assert.Equal(0.1 + (0.9 * (1 + Math.Sqrt(0.5)) / 2), Schedule.Cosine(2, 8, 0.1), 1e-15);
        Assert.Equal(0.1, Schedule.Cosine(8, 8, 0.1));
        Assert.Equal(0.1, Schedule.Cosine(9, 8, 0.1));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Enumerable.Range(0, 5).Select(step => Schedule.Steps(step, 2, 0.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.WarmUp(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Steps(1, 0, 0.5));
    }

    private static void AssertSteps(string kind, Func<Tensor<double>[], Optimizer<double>> create, Func<double, double, double[], int, double> rule)
    {
        Device device = TestDevice.Get(kind);
        double[] expected = GradientCheck.Values([Length], 1);
        double[][] states = [.. expected.Select(_ => new double[2])];
        using Tensor<double> parameter = Tensor<double>.Create(device, expected, [Length]);
        using Optimizer<double> optimizer = create([parameter]);
        for (int step = 1; step <= StepCount; step++)
        {
            double[] gradient = GradientCheck.Values([Length], 10 + step);
            expected = [.. expected.Select((x, i) => rule(x, gradient[i], states[i], step))];
            using var tape = new Tape(device);
            optimizer.Step([tape.Create<double>(gradient, [Length])]);
        }

        Assert.Equal(expected, parameter.ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }
}
