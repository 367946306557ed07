using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class AttentionLayerTests
{
    private static readonly Device Device = TestDevice.Get("cpu");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MultiHeadAttention_OfSequences_IsItsFormula(bool isCausal)
    {
        using var layer = new MultiHeadAttention<double>(Device, 6, 2, new RandomState(1), isCausal);
        Assert.Equal(4, layer.Parameters.Count);
        LayerCheck.AssertIs(Device, layer, [3, 5, 6], (x, p) => Attend(x, x, p, isCausal));
    }

    [Fact]
    public void MultiHeadAttention_OfOtherSequences_IsItsFormula()
    {
        using var layer = new MultiHeadAttention<double>(Device, 6, 3, new RandomState(1));
        using var tape = new Tape(Device);
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([2, 5, 6], 1), [2, 5, 6]);
        Tensor<double> y = tape.Create<double>(GradientCheck.Values([2, 4, 6], 2), [2, 4, 6]);
        LayerCheck.AssertClose(Attend(x, y, [.. layer.Parameters.Select(tape.Use)], false, 3), layer.Forward(x, y, y));
    }

    [Fact]
    public void MultiHeadAttention_OfThreeProjections_IsThatOfOneMadeOfThem()
    {
        using var whole = new MultiHeadAttention<double>(Device, 6, 2, new RandomState(1), isCausal: true);
        using var layer = new MultiHeadAttention<double>(2, Part(), Part(), Part(), new Linear<double>(Device, 6, 6, new RandomState(2)), isCausal: true);
        Assert.Equal(8, layer.Parameters.Count);
        for (int i = 0; i < 2; i++)
        {
            double[] values = whole.Parameters[i].ToArray();
            int part = values.Length / 3;
            for (int j = 0; j < 3; j++)
            {
                layer.Parameters[(2 * j) + i].CopyFrom(values.AsSpan(j * part, part));
            }

            layer.Parameters[6 + i].CopyFrom(whole.Parameters[2 + i].ToArray());
        }

        using var tape = new Tape(Device);
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([3, 5, 6], 1), [3, 5, 6]);
        LayerCheck.AssertClose(whole.Forward(x), layer.Forward(x));

        static Linear<double> Part() => new(Device, 6, 6, new RandomState(1));
    }

    [Theory]
    [MemberData(nameof(NnDevices.All), MemberType = typeof(NnDevices))]
    public void MultiHeadAttention_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var layer = new MultiHeadAttention<double>(device, 4, 2, new RandomState(1), isCausal: true);
        Shape shape = [2, 3, 4];
        GradientCheck.Check(device, x => layer.Forward(x[0]), kind == "cpu", (GradientCheck.Values(shape, 1), shape));
    }

    [Fact]
    public void MultiHeadAttention_KeyMask_SeesOnlyTheOthers()
    {
        using var layer = new MultiHeadAttention<double>(Device, 4, 2, new RandomState(1));
        using var tape = new Tape(Device);
        double[] values = GradientCheck.Values([2, 5, 4], 1);
        Tensor<double> x = tape.Watch(tape.Create<double>(values, [2, 5, 4]));
        Tensor<double> y = layer.Forward(x, tape.Create<double>([1, 1, 1, 0, 0, 1, 1, 1, 1, 1], [2, 5]));
        Tensor<double> first = x.Slice(0, 0, 1);
        LayerCheck.AssertClose(layer.Forward(first, first.Slice(1, 0, 3), first.Slice(1, 0, 3)), y.Slice(0, 0, 1));
        LayerCheck.AssertClose(layer.Forward(x.Slice(0, 1, 1)), y.Slice(0, 1, 1));

        // What is masked has no influence on the other places.
        double[] gradient = tape.Gradient(y.Slice(0, 0, 1).Slice(1, 0, 3).Sum(), x).ToArray();
        Assert.All(gradient.Skip(12).Take(8), v => Assert.Equal(0, v));
        Assert.Contains(gradient.Take(12), v => v != 0);
    }

    [Fact]
    public void TransformerEncoderLayer_InUse_IsItsFormula()
    {
        using var layer = new TransformerEncoderLayer<double>(Device, 4, 2, 7, new RandomState(1), dropout: 0.5, isCausal: true);
        layer.Train(false);
        Assert.Equal(12, layer.Parameters.Count);
        LayerCheck.AssertIs(Device, layer, [2, 5, 4], (x, p) =>
        {
            Tensor<double> normed = x.LayerNorm(p[0], p[1]);
            Tensor<double> y = x + Attend(normed, normed, p[2..6], true);
            return y + Linear(Linear(y.LayerNorm(p[6], p[7]), p[8], p[9]).Gelu(), p[10], p[11]);
        });
    }

    [Fact]
    public void TransformerEncoderLayer_InTraining_DropsWhatPartsAdd()
    {
        using var layer = new TransformerEncoderLayer<double>(Device, 4, 2, 7, new RandomState(1), dropout: 0.5);
        using var tape = new Tape(Device, new RandomState(2));
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([2, 5, 4], 1), [2, 5, 4]);
        int unchanged = layer.Forward(x).ToArray().Zip(x.ToArray(), (a, b) => a == b).Count(same => same);

        // Both parts are dropped at a quarter of 40 places: below 1 or above 20 with a probability of 2e-4 for another seed.
        Assert.InRange(unchanged, 1, 20);
    }

    [Fact]
    public void MultiHeadAttention_WithDropout_DropsWeightsInTrainingOnly()
    {
        using var plain = new MultiHeadAttention<double>(Device, 6, 2, new RandomState(1), isCausal: true);
        using var layer = new MultiHeadAttention<double>(Device, 6, 2, new RandomState(1), isCausal: true, dropout: 0.4);
        var random = new RandomState(3);
        using var tape = new Tape(Device, random);
        double[] values = GradientCheck.Values([2, 40, 6], 1);
        Tensor<double> x = tape.Create<double>(values, [2, 40, 6]);
        Tensor<double> own = layer.Forward(x);
        Tensor<double> other = layer.Forward(x, x, x);
        Assert.Equal(2u, random.Position);
        foreach ((Tensor<double> actual, uint position) in ((Tensor<double>, uint)[])[(own, 0), (other, 1)])
        {
            using var same = new Tape(Device, new RandomState(3, position));
            Tensor<double> copy = same.Create<double>(values, x.Shape);
            Tensor<double>[] heads = [.. Enumerable.Range(0, 3).Select(i => Linear(
                copy, same.Use(layer.Parameters[0]).Slice(0, i * 6, 6), same.Use(layer.Parameters[1]).Slice(0, i * 6, 6)).Reshape(2, 40, 2, 3).Permute(0, 2, 1, 3))];
            Tensor<double> seen = heads[0].ScaledDotProductAttention(heads[1], heads[2], isCausal: true, dropout: 0.4);
            LayerCheck.AssertClose(Linear(seen.Permute(0, 2, 1, 3).Reshape(x.Shape), same.Use(layer.Parameters[2]), same.Use(layer.Parameters[3])).ToArray(), actual.ToArray());
        }

        layer.Train(false);
        Assert.Equal(plain.Forward(x).ToArray(), layer.Forward(x).ToArray());
        Assert.Equal(2u, random.Position);
    }

    [Fact]
    public void TransformerEncoderLayer_WithDropoutOfWeights_DrawsInTrainingOnly()
    {
        using var layer = new TransformerEncoderLayer<double>(Device, 4, 2, 7, new RandomState(1), dropout: 0, attentionDropout: 0.4);
        var random = new RandomState(3);
        using var tape = new Tape(Device, random);
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([2, 20, 4], 1), [2, 20, 4]);
        double[] trained = layer.Forward(x).ToArray();
        Assert.Equal(1u, random.Position);
        layer.Train(false);
        Assert.NotEqual(trained, layer.Forward(x).ToArray());
        Assert.Equal(1u, random.Position);
    }

    [Fact]
    public void FromAttention_OfALayerWithDropout_MeasuresItInUse()
    {
        using var plain = new MultiHeadAttention<double>(Device, 4, 2, new RandomState(1));
        using var layer = new MultiHeadAttention<double>(Device, 4, 2, new RandomState(1), dropout: 0.9);
        using var sample = Tensor<double>.Create(Device, GradientCheck.Values([2, 9, 4], 1), [2, 9, 4]);
        (RandomFeatureAttention<double> expected, double error) = RandomFeatureAttention<double>.FromAttention(plain, 8, new RandomState(2), sample);
        (RandomFeatureAttention<double> converted, double errorOfTrained) = RandomFeatureAttention<double>.FromAttention(layer, 8, new RandomState(2), sample);
        expected.Dispose();
        converted.Dispose();
        Assert.Equal(error, errorOfTrained);
        Assert.True(layer.IsTraining);
    }

    [Fact]
    public void TransformerEncoderLayer_OfGivenParts_UsesThem()
    {
        var attention = new RandomFeatureAttention<double>(Device, 4, 2, 8, new RandomState(1), isCausal: true);
        var network = new SketchedLinear<double>(Device, 4, 4, 1, 1, new RandomState(2));
        using var layer = new TransformerEncoderLayer<double>(Device, 4, attention, network, dropout: 0);
        using var tape = new Tape(Device);
        Tensor<double> x = tape.Create<double>(GradientCheck.Values([2, 5, 4], 1), [2, 5, 4]);
        Tensor<double> keyMask = tape.Create<double>([1, 1, 0, 1, 1, 1, 1, 1, 1, 0], [2, 5]);
        Tensor<double> one = tape.Full(1.0, [4]);
        Tensor<double> zero = tape.Zeros<double>([4]);
        Tensor<double> y = x + attention.Forward(x.LayerNorm(one, zero), keyMask);
        LayerCheck.AssertClose(y + network.Forward(y.LayerNorm(one, zero)), layer.Forward(x, keyMask));
        Assert.Contains("attention.projection", layer.NamedStates.Select(s => s.Name));
    }

    [Fact]
    public void Attention_NumbersThatDoNotFit_Throw()
    {
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention<float>(Device, 5, 2, new RandomState(1)));
        using var layer = new MultiHeadAttention<float>(Device, 4, 2, new RandomState(1));
        using var tape = new Tape(Device);
        Tensor<float> x = tape.Zeros<float>([2, 3, 4]);
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Zeros<float>([3, 4])));
        Assert.Throws<ArgumentException>(() => layer.Forward(x, tape.Zeros<float>([3, 3])));
    }

    /// <summary>Attention with a matrix of scores. Parameters are the weights and biases of queries, keys and values below each other, and of the output.</summary>
    private static Tensor<double> Attend(Tensor<double> x, Tensor<double> y, Tensor<double>[] p, bool isCausal, int heads = 2)
    {
        Tensor<double> q = Heads(x, 0);
        Tensor<double> scores = q.MatMul(Heads(y, 1).Transpose()) * (1 / Math.Sqrt(q.Shape[3]));
        if (isCausal)
        {
            int n = (int)x.Shape[1];
            scores += x.Tape!.Create<double>([.. Enumerable.Range(0, n * n).Select(i => i % n > i / n ? double.NegativeInfinity : 0)], [n, n]);
        }

        Tensor<double> seen = scores.Softmax().MatMul(Heads(y, 2));
        return Linear(seen.Permute(0, 2, 1, 3).Reshape(x.Shape), p[2], p[3]);

        Tensor<double> Heads(Tensor<double> z, int part)
        {
            long features = p[2].Shape[0];
            return Linear(z, p[0].Slice(0, part * features, features), p[1].Slice(0, part * features, features))
                .Reshape(z.Shape[0], z.Shape[1], heads, -1).Permute(0, 2, 1, 3);
        }
    }

    private static Tensor<double> Linear(Tensor<double> x, Tensor<double> weight, Tensor<double> bias) => x.MatMul(weight.Transpose()) + bias;
}
