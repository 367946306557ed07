using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class NormalizationLayerTests
{
    private static readonly Device Device = TestDevice.Get("cpu");

    [Fact]
    public void BatchNorm2d_InTraining_NormalizesByTheBatchAndMovesAverages()
    {
        Shape shape = [3, 2, 2, 3];
        using var layer = new BatchNorm2d<double>(Device, 2, momentum: 0.25, epsilon: 1e-3);
        Change(layer);
        Assert.Equal(["running_mean", "running_var"], layer.NamedStates.Select(s => s.Name));
        LayerCheck.AssertIs(Device, layer, shape, (x, p) => x.BatchNorm(p[0], p[1], epsilon: 1e-3));
        double[] x = GradientCheck.Values(shape, 1);
        double[][] channels = [.. Enumerable.Range(0, 2).Select(c => x.Where((_, i) => i / 6 % 2 == c).ToArray())];
        LayerCheck.AssertClose([.. channels.Select(c => 0.25 * c.Average())], layer.RunningMean.ToArray());
        LayerCheck.AssertClose(
            [.. channels.Select(c => 0.75 + (0.25 * c.Sum(v => Math.Pow(v - c.Average(), 2)) / (c.Length - 1)))], layer.RunningVariance.ToArray());
        GradientCheck.Check(Device, v => layer.Forward(v[0]), (x, shape));
    }

    [Fact]
    public void BatchNorm2d_InUse_NormalizesByAveragesAndLeavesThem()
    {
        using var layer = new BatchNorm2d<double>(Device, 2, epsilon: 1e-3);
        Change(layer);
        layer.RunningMean.CopyFrom([0.5, -1]);
        layer.RunningVariance.CopyFrom([2, 0.25]);
        layer.Train(false);
        LayerCheck.AssertIs(Device, layer, [3, 2, 2, 3], (x, p) => x.BatchNormWith(
            p[0], p[1], x.Tape!.Create<double>([0.5, -1], [2]), x.Tape!.Create<double>([2, 0.25], [2]), 1e-3));
        Assert.Equal([0.5, -1], layer.RunningMean.ToArray());
    }

    [Fact]
    public void GroupNorm_OfGroups_IsItsOperation()
    {
        using var layer = new GroupNorm<double>(Device, 2, 6, epsilon: 1e-3);
        Change(layer);
        LayerCheck.AssertIs(Device, layer, [3, 6, 5], (x, p) => x.GroupNorm(2, p[0], p[1], 1e-3));
        GradientCheck.Check(Device, x => layer.Forward(x[0]), (GradientCheck.Values([2, 6, 2], 1), [2, 6, 2]));
    }

    [Fact]
    public void Normalizations_NumbersThatDoNotFit_Throw()
    {
        using var tape = new Tape(Device);
        using var layer = new BatchNorm2d<float>(Device, 2);
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([3, 2])));
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([3, 3, 1, 1])));
        Assert.Throws<ArgumentException>(() => new GroupNorm<float>(Device, 4, 6));
    }

    /// <summary>Other factors and terms than 1 and 0.</summary>
    private static void Change(Module<double> layer)
    {
        foreach ((Tensor<double> parameter, int seed) in layer.Parameters.Select((p, i) => (p, 10 + i)))
        {
            parameter.CopyFrom(GradientCheck.Values(parameter.Shape, seed));
        }
    }
}
