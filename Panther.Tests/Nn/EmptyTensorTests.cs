using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Tensors without elements go through every operation: what comes out has the right shape, no elements or the documented ones, and so have gradients.</summary>
public sealed class EmptyTensorTests
{
    private static readonly Dictionary<string, (Shape Input, Func<Tensor<float>, Tensor<float>> Operation, Shape Output, float Value)> Operations = new()
    {
        ["Exp"] = ([0, 3], x => x.Exp(), [0, 3], 0),
        ["Add"] = ([0, 3], x => x + x.Tape!.Zeros<float>([3]), [0, 3], 0),
        ["Sum"] = ([0, 3], x => x.Sum(), [], 0),
        ["Sum of columns"] = ([0, 3], x => x.Sum([0]), [3], 0),
        ["Sum of rows"] = ([0, 3], x => x.Sum([1]), [0], 0),
        ["Mean"] = ([0, 3], x => x.Mean(), [], float.NaN),
        ["Max"] = ([0, 3], x => x.Max([0]), [3], float.NegativeInfinity),
        ["Min"] = ([0, 3], x => x.Min([0]), [3], float.PositiveInfinity),
        ["LogSumExp"] = ([0, 3], x => x.LogSumExp([0]), [3], float.NegativeInfinity),
        ["Variance"] = ([0, 3], x => x.Variance([0]), [3], float.NaN),
        ["Softmax"] = ([0, 3], x => x.Softmax(), [0, 3], 0),
        ["Softmax along nothing"] = ([3, 0], x => x.LogSoftmax(), [3, 0], 0),
        ["LayerNorm"] = ([0, 3], x => x.LayerNorm(x.Tape!.Zeros<float>([3]), x.Tape.Zeros<float>([3])), [0, 3], 0),
        ["RmsNorm"] = ([0, 3], x => x.RmsNorm(x.Tape!.Zeros<float>([3])), [0, 3], 0),
        ["Reshape"] = ([0, 3], x => x.Reshape(3, 0, 5), [3, 0, 5], 0),
        ["Transpose"] = ([0, 3], x => x.Transpose(), [3, 0], 0),
        ["Concat"] = ([0, 3], x => Joining.Concat(0, x, x), [0, 3], 0),
        ["Pad"] = ([0, 3], x => x.Pad(0, 1, 1, 7), [2, 3], 7),
        ["MatMul, no rows"] = ([0, 3], x => x.MatMul(x.Tape!.Zeros<float>([3, 2])), [0, 2], 0),
        ["MatMul, no terms"] = ([2, 0], x => x.MatMul(x.Tape!.Zeros<float>([0, 3])), [2, 3], 0),
        ["MatMul, no matrices"] = ([0, 2, 2], x => x.MatMul(x), [0, 2, 2], 0),
        ["Linear, no rows"] = ([0, 3], x => x.Linear(x.Tape!.Zeros<float>([2, 3]), x.Tape.Zeros<float>([2])), [0, 2], 0),
        ["Linear, no terms"] = ([2, 0], x => x.Linear(x.Tape!.Zeros<float>([3, 0]), x.Tape.Full(5f, [3])), [2, 3], 5),
        ["Take"] = ([4, 3], x => x.Take(x.Tape!.CreateIndices([], [0])), [0, 3], 0),
        ["Take of nothing"] = ([4, 0], x => x.Take(x.Tape!.CreateIndices([1, 2], [2])), [2, 0], 0),
        ["SumInto"] = ([0, 3], x => x.SumInto(x.Tape!.CreateIndices([], [0]), 2), [2, 3], 0),
        ["GatherAlong"] = ([2, 3], x => x.GatherAlong(1, x.Tape!.CreateIndices([], [2, 0])), [2, 0], 0),
        ["SumAlong"] = ([2, 0], x => x.SumAlong(1, x.Tape!.CreateIndices([], [2, 0]), 3), [2, 3], 0),
        ["CrossEntropy"] = ([0, 3], x => x.CrossEntropy(x.Tape!.CreateIndices([], [0])), [], float.NaN),
        ["MeanSquaredError"] = ([0, 3], x => x.MeanSquaredError(x), [], float.NaN),
        ["Conv2d, no images"] = ([0, 2, 4, 4], x => x.Conv2d(x.Tape!.Zeros<float>([3, 2, 2, 2]), x.Tape.Zeros<float>([3])), [0, 3, 3, 3], 0),
        ["Conv2d, no outputs"] = ([1, 2, 4, 4], x => x.Conv2d(x.Tape!.Zeros<float>([0, 2, 2, 2])), [1, 0, 3, 3], 0),
        ["ConvTranspose2d"] = ([0, 2, 3, 3], x => x.ConvTranspose2d(x.Tape!.Zeros<float>([2, 3, 2, 2])), [0, 3, 4, 4], 0),
        ["MaxPool2d"] = ([0, 2, 4, 4], x => x.MaxPool2d(PoolingWindow.Of(2)), [0, 2, 2, 2], 0),
        ["AveragePool2d"] = ([1, 0, 4, 4], x => x.AveragePool2d(PoolingWindow.Of(2)), [1, 0, 2, 2], 0),
        ["AdaptiveAveragePool2d"] = ([0, 2, 4, 4], x => x.AdaptiveAveragePool2d(1, 1), [0, 2, 1, 1], 0),
        ["BatchNormWith"] = ([0, 2, 3], x => x.BatchNormWith(x.Tape!.Zeros<float>([2]), x.Tape.Zeros<float>([2]), x.Tape.Zeros<float>([2]), x.Tape.Zeros<float>([2])), [0, 2, 3], 0),
        ["Attention, no queries"] = ([1, 1, 0, 2], x => x.ScaledDotProductAttention(x.Tape!.Zeros<float>([1, 1, 3, 2]), x.Tape.Zeros<float>([1, 1, 3, 2])), [1, 1, 0, 2], 0),
        ["Attention, no keys"] = ([1, 1, 2, 2], x => x.ScaledDotProductAttention(x.Tape!.Zeros<float>([1, 1, 0, 2]), x.Tape.Zeros<float>([1, 1, 0, 2])), [1, 1, 2, 2], 0),
        ["Attention by random features, no keys"] = ([1, 1, 2, 2], x => x.RandomFeatureAttention(x.Tape!.Zeros<float>([1, 1, 0, 2]), x.Tape.Zeros<float>([1, 1, 0, 2]), x.Tape.Zeros<float>([3, 2])), [1, 1, 2, 2], 0),
        ["Attention by random features, nothing"] = ([0, 1, 2, 2], x => x.RandomFeatureAttention(x, x, x.Tape!.Zeros<float>([3, 2]), isCausal: true), [0, 1, 2, 2], 0),
        ["Dropout"] = ([0, 3], x => x.Dropout(0.5), [0, 3], 0),
    };

    public static TheoryData<string> Names { get; } = new(Operations.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_OnNoElements_GivesItsShapeAndItsGradient(string name)
    {
        (Shape input, Func<Tensor<float>, Tensor<float>> operation, Shape output, float value) = Operations[name];
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Watch(tape.Zeros<float>(input));
        Tensor<float> y = operation(x);
        Assert.Equal(output, y.Shape);
        Assert.All(y.ToArray(), element => Assert.Equal(value, element));
        Tensor<float> gradient = tape.Gradient(y, x, tape.Full(1f, output));
        Assert.Equal(input, gradient.Shape);
        Assert.All(gradient.ToArray(), element => Assert.Equal(0, element));
        Assert.Equal(output, tape.JacobianVectorProduct(y, (x, tape.Zeros<float>(input))).Shape);
    }

    [Fact]
    public void GradientsAndLayers_OfNoElements_AreNothing()
    {
        Device device = TestDevice.Get("cpu");
        using var tape = new Tape(device);
        Assert.Equal(0, new[] { tape.Zeros<float>([0]) }.ClipByNorm(1, out Tensor<float> norm)[0].Length);
        Assert.Equal(0, norm.ToScalar());
        Assert.Equal(0, new[] { tape.Zeros<float>([0]) }.ClipByValue(1)[0].Length);
        Assert.Empty(new NormalDistribution<float>(tape.Zeros<float>([0]), tape.Zeros<float>([0])).Sample().ToArray());
        Assert.Empty(new CategoricalDistribution<float>(tape.Zeros<float>([0, 3])).Sample().ToArray());
        using Tensor<float> nothing = Tensor<float>.Create(device, [], [0]);
        using var optimizer = new Adam<float>([nothing]);
        optimizer.Step([tape.Zeros<float>([0])]);
        Assert.Empty(Initialization.Uniform<float>(device, [0], 1, new RandomState(1)).ToArray());
    }
}
