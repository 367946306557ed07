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
    public void Forward_WithPositionsMasksAndOtherSequences_IsItsFormula()
    {
        const int Features = 6;
        var positions = new SinePositions<double>(Device, 2, 3, 2, 4, new RandomState(3));
        using var layer = new RandomFeatureAttention<double>(Device, Features, 2, 5, new RandomState(1), RandomFeatureKernel.Relu, positions: positions);
        Assert.Equal([5, 4], layer.Projection.Shape);
        Assert.Equal(["projection", "positions.signals"], layer.NamedStates.Select(s => s.Name));
        using var tape = new Tape(Device);
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([2, 4, Features], 1), [2, 4, Features]);
        Tensor<double> y = tape.Create<double>(GradientCheck.Values([2, 5, Features], 2), [2, 5, Features]);
        Tensor<double> keyMask = tape.Create<double>([1, 1, 0, 1, 1, 1, 1, 1, 1, 0], [2, 5]);
        Tensor<double> queryMask = tape.Create<double>([1, 0, 1, 1, 1, 1, 1, 1], [2, 4]);
        (Tensor<double> queries, Tensor<double> keys) = positions.Encode(InHeads(layer.Query.Forward(x)), InHeads(layer.Key.Forward(y)));
        Tensor<double> terms = keyMask.Where(tape.Zeros<double>([]), tape.Full(double.NegativeInfinity, [])).Unsqueeze(1);
        Tensor<double> seen = queries.RandomFeatureAttention(
            keys, InHeads(layer.Value.Forward(y)), layer.Projection, RandomFeatureKernel.Relu, keyMask: terms, queryMask: queryMask.Unsqueeze(1));
        Tensor<double> expected = layer.Output.Forward(seen.Permute(0, 2, 1, 3).Reshape(x.Shape));
        LayerCheck.AssertClose(expected, layer.Forward(x, y, y, keyMask, queryMask));

        static Tensor<double> InHeads(Tensor<double> x) => x.Reshape(2, -1, 2, 3).Permute(0, 2, 1, 3);
    }

    [Fact]
    public void Dropout_InTraining_DropsWhatHeadsGive()
    {
        using var layer = new RandomFeatureAttention<double>(Device, 4, 2, 5, new RandomState(1), dropout: 0.5);
        using var same = new RandomFeatureAttention<double>(Device, 4, 2, 5, new RandomState(1));
        using var tape = new Tape(Device, new RandomState(7));
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([2, 3, 4], 1), [2, 3, 4]);
        Assert.NotEqual(same.Forward(x).ToArray(), layer.Forward(x).ToArray());
        layer.Train(false);
        Assert.Equal(same.Forward(x).ToArray(), layer.Forward(x).ToArray());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void FromAttention_OfEitherForm_TakesItsProjectionsAndMeasuresItsError(bool isFused, bool isCausal)
    {
        const int Features = 8;
        var random = new RandomState(1);
        using MultiHeadAttention<double> exact = isFused
            ? new MultiHeadAttention<double>(Device, Features, 2, random, isCausal)
            : new MultiHeadAttention<double>(2, Part(), Part(), Part(), Part(), isCausal);
        double[] values = GradientCheck.Values([2, 9, Features], 1);
        using Tensor<double> sample = Tensor<double>.Create(Device, values, [2, 9, Features]);
        using Tensor<double> keyMask = Tensor<double>.Create(Device, [.. Enumerable.Range(0, 18).Select(i => i % 9 < 7 ? 1.0 : 0)], [2, 9]);
        double few = Error(16);
        double many = Error(1024);

        // The error falls as the root of the features, by 8; half of that is asked for.
        Assert.True(many < few / 4, $"The error is {many} with 1024 features and {few} with 16.");

        Layer<double> Part() => new Linear<double>(Device, Features, Features, random);

        double Error(int features)
        {
            LayerConversion<RandomFeatureAttention<double>> conversion = RandomFeatureAttention<double>.FromAttention(exact, features, new RandomState(5), sample, keyMask);
            using RandomFeatureAttention<double> layer = conversion.Layer;
            Assert.Equal(isCausal, layer.IsCausal);
            using var tape = new Tape(Device);
            Tensor<double> x = tape.Use(sample);
            Tensor<double> expected = exact.Forward(x, keyMask);
            double error = Math.Sqrt((layer.Forward(x, keyMask) - expected).Square().Sum().ToScalar() / expected.Square().Sum().ToScalar());
            Assert.Equal(error, conversion.RelativeError, 1e-12);
            return error;
        }
    }

    [Fact]
    public void FromAttention_OfOtherProjections_Throws()
    {
        var random = new RandomState(1);
        using var attention = new MultiHeadAttention<float>(2, new SketchedLinear<float>(Device, 8, 24, 1, 1, random), new Linear<float>(Device, 8, 8, random));
        using Tensor<float> sample = Tensor<float>.Create(Device, new float[8], [1, 1, 8]);
        Assert.Throws<ArgumentException>(() => RandomFeatureAttention<float>.FromAttention(attention, 4, random, sample));
    }

    [Fact]
    public void BadArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => new RandomFeatureAttention<float>(Device, 7, 2, 4, new RandomState(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFeatureAttention<float>(Device, 8, 2, 0, new RandomState(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFeatureAttention<float>(Device, 8, 2, 4, new RandomState(1), dropout: 1));
        using var positions = new SinePositions<float>(Device, 2, 3, 1, 4, new RandomState(1));
        Assert.Throws<ArgumentException>(() => new RandomFeatureAttention<float>(Device, 8, 2, 4, new RandomState(1), positions: positions));
        using var layer = new RandomFeatureAttention<float>(Device, 8, 2, 4, new RandomState(1));
        using var tape = new Tape(Device);
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([2, 3, 7])));
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([2, 3, 8]), tape.Zeros<float>([3, 2])));
        using Tensor<float> outside = Tensor<float>.Create(Device, new float[8], [1, 1, 8]);
        Assert.Throws<ArgumentException>(() => layer.Forward(outside));
    }
}
