using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class RandomFeatureAttentionLayerTests
{
    private static readonly Device Device = TestDevice.Get("cpu");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_OfSequences_IsItsFormula(bool isCausal)
    {
        const int Features = 6;
        const int Heads = 2;
        using var layer = new RandomFeatureAttention<double>(Device, Features, Heads, 5, new RandomState(1), isCausal: isCausal);
        Assert.Equal(8, layer.Parameters.Count);
        Assert.Equal(["projection"], layer.NamedStates.Select(s => s.Name));
        using var tape = new Tape(Device);
        Tensor<double> x = tape.Watch(tape.Create<double>(GradientCheck.Values([2, 4, Features], 1), [2, 4, Features]));
        Tensor<double> mask = tape.Create<double>([1, 1, 0, 1, 1, 1, 1, 1], [2, 4]);
        Tensor<double> actual = layer.Forward(x, mask);
        Tensor<double> terms = tape.Create<double>([0, 0, double.NegativeInfinity, 0, 0, 0, 0, 0], [2, 1, 4]);

        // A head at a time, each of its own columns.
        Tensor<double>[] heads = new Tensor<double>[Heads];
        for (int head = 0; head < Heads; head++)
        {
            Tensor<double>[] parts = [.. new[] { layer.Query, layer.Key, layer.Value }.Select(part => part.Forward(x).Slice(2, head * 3, 3).Unsqueeze(1))];
            heads[head] = parts[0].RandomFeatureAttention(parts[1], parts[2], layer.Projection, isCausal: isCausal, keyMask: terms).Squeeze(1);
        }

        Tensor<double> expected = layer.Output.Forward(Joining.Concat<double>(2, heads));
        Assert.Equal(expected.ToArray(), actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-13);
        Tensor<double> seed = tape.Create<double>(GradientCheck.Values(actual.Shape, 2), actual.Shape);
        Tensor<double>[] sources = [x, .. layer.Parameters];
        foreach ((Tensor<double> first, Tensor<double> second) in tape.Gradients(expected, sources, seed).Zip(tape.Gradients(actual, sources, seed)))
        {
            Assert.Equal(first.ToArray(), second.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
        }
    }

    [Fact]
    public void Projection_OfLayersOfOneState_DiffersAndIsDrawnAgain()
    {
        var random = new RandomState(1);
        using var first = new RandomFeatureAttention<float>(Device, 8, 2, 4, random);
        using var second = new RandomFeatureAttention<float>(Device, 8, 2, 4, random);
        float[] before = first.Projection.ToArray();
        Assert.NotEqual(before, second.Projection.ToArray());
        first.Redraw(new RandomState(2));
        float[] drawn = first.Projection.ToArray();
        Assert.NotEqual(before, drawn);
        first.Redraw(new RandomState(2));
        Assert.Equal(drawn, first.Projection.ToArray());
    }

    [Fact]
    public void BadArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => new RandomFeatureAttention<float>(Device, 7, 2, 4, new RandomState(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFeatureAttention<float>(Device, 8, 2, 0, new RandomState(1)));
        using var layer = new RandomFeatureAttention<float>(Device, 8, 2, 4, new RandomState(1));
        using var tape = new Tape(Device);
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([2, 3, 7])));
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([2, 3, 8]), tape.Zeros<float>([3, 2])));
        using Tensor<float> outside = Tensor<float>.Create(Device, new float[8], [1, 1, 8]);
        Assert.Throws<ArgumentException>(() => layer.Forward(outside));
    }
}
