using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>What the operations on tensors refuse: shapes that do not go together, numbers out of range, null. Each says so by the exception that it documents, before anything is enqueued.</summary>
public sealed class OperationArgumentTests : IDisposable
{
    private static readonly Device Cpu = TestDevice.Get("cpu");

    /// <summary>Calls with an <see cref="ArgumentException"/>, none of a derived type.</summary>
    private static readonly Dictionary<string, Action<Tape>> Misfits = new()
    {
        ["Create of fewer elements"] = tape => tape.Create<float>([1], [2]),
        ["CreateIndices of more"] = tape => tape.CreateIndices([1, 1], [1]),
        ["Shape of nine dimensions"] = _ => Shape.Create([1, 1, 1, 1, 1, 1, 1, 1, 1]),
        ["Add"] = tape => _ = X(tape, 2, 3) + X(tape, 2, 2),
        ["Apply of three"] = tape => X(tape, 3).Where(X(tape, 2), X(tape, 1)),
        ["Apply of too many"] = tape => Elementwise.Apply(default(ExponentialFunction<float>), X(tape, 2), X(tape, 2)),
        ["Clamp, bounds in the wrong order"] = tape => X(tape, 2).Clamp(1, -1),
        ["Clamp, NaN"] = tape => X(tape, 2).Clamp(float.NaN, 1),
        ["Reshape"] = tape => X(tape, 6).Reshape(4),
        ["Reshape, open"] = tape => X(tape, 6).Reshape(4, -1),
        ["Permute, too few"] = tape => X(tape, 2, 3).Permute(0),
        ["Permute, twice the same"] = tape => X(tape, 2, 3).Permute(1, 1),
        ["Expand"] = tape => X(tape, 2, 3).Expand([3, 3]),
        ["Expand to fewer dimensions"] = tape => X(tape, 2, 3).Expand([3]),
        ["SumTo"] = tape => X(tape, 2, 3).SumTo([2]),
        ["Squeeze"] = tape => X(tape, 2, 3).Squeeze(0),
        ["Unsqueeze of eight dimensions"] = tape => X(tape, 1, 1, 1, 1, 1, 1, 1, 1).Unsqueeze(0),
        ["Concat of nothing"] = _ => Joining.Concat<float>(0),
        ["Concat"] = tape => Joining.Concat(0, X(tape, 2, 3), X(tape, 2, 2)),
        ["Concat of other ranks"] = tape => Joining.Concat(0, X(tape, 2, 3), X(tape, 3)),
        ["Stack"] = tape => Joining.Stack(0, X(tape, 2), X(tape, 3)),
        ["Sum, twice the same"] = tape => X(tape, 2, 3).Sum([0, -2]),
        ["MatMul of vectors"] = tape => X(tape, 3).MatMul(X(tape, 3)),
        ["MatMul"] = tape => X(tape, 2, 3).MatMul(X(tape, 2, 3)),
        ["MatMul, batches"] = tape => X(tape, 2, 2, 2).MatMul(X(tape, 3, 2, 2)),
        ["Linear"] = tape => X(tape, 2, 3).Linear(X(tape, 4, 2)),
        ["Linear of a scalar"] = tape => tape.Zeros<float>([]).Linear(X(tape, 1, 1)),
        ["Linear, bias"] = tape => X(tape, 2, 3).Linear(X(tape, 4, 3), X(tape, 3)),
        ["Take of a scalar"] = tape => tape.Zeros<float>([]).Take(tape.CreateIndices([0], [1])),
        ["SumInto"] = tape => X(tape, 3, 2).SumInto(tape.CreateIndices([0], [1]), 4),
        ["GatherAlong"] = tape => X(tape, 3, 2).GatherAlong(1, tape.CreateIndices([0], [1, 1])),
        ["SumAlong"] = tape => X(tape, 3, 2).SumAlong(1, tape.CreateIndices([0], [1, 1]), 4),
        ["LayerNorm"] = tape => X(tape, 2, 3).LayerNorm(X(tape, 3), X(tape, 2)),
        ["RmsNorm of a scalar"] = tape => tape.Zeros<float>([]).RmsNorm(X(tape, 1)),
        ["BatchNorm"] = tape => X(tape, 2, 3, 4).BatchNorm(X(tape, 3), X(tape, 4)),
        ["BatchNorm, averages"] = tape => X(tape, 2, 3, 4).BatchNorm(X(tape, 3), X(tape, 3), X(tape, 3), X(tape, 1)),
        ["BatchNorm of nothing"] = tape => X(tape, 0, 3, 4).BatchNorm(X(tape, 3), X(tape, 3)),
        ["BatchNormWith"] = tape => X(tape, 2, 3).BatchNormWith(X(tape, 3), X(tape, 3), X(tape, 3), X(tape, 2)),
        ["GroupNorm"] = tape => X(tape, 2, 3).GroupNorm(2, X(tape, 3), X(tape, 3)),
        ["GroupNorm of no groups"] = tape => X(tape, 2, 3).GroupNorm(0, X(tape, 3), X(tape, 3)),
        ["CrossEntropy"] = tape => X(tape, 2, 3).CrossEntropy(tape.CreateIndices([0], [1])),
        ["MeanSquaredError"] = tape => X(tape, 2, 3).MeanSquaredError(X(tape, 2)),
        ["Huber"] = tape => X(tape, 2, 3).Huber(X(tape, 2), 1),
        ["Conv2d, channels"] = tape => X(tape, 1, 2, 4, 4).Conv2d(X(tape, 1, 3, 2, 2)),
        ["Conv2d, no channels"] = tape => X(tape, 1, 0, 4, 4).Conv2d(X(tape, 3, 0, 2, 2)),
        ["ConvTranspose2d, no channels"] = tape => X(tape, 1, 0, 4, 4).ConvTranspose2d(X(tape, 0, 3, 2, 2)),
        ["Conv2d, dimensions"] = tape => X(tape, 2, 4, 4).Conv2d(X(tape, 1, 2, 2, 2)),
        ["Conv2d, a window that is too large"] = tape => X(tape, 1, 2, 4, 4).Conv2d(X(tape, 1, 2, 5, 5)),
        ["Conv2d, bias"] = tape => X(tape, 1, 2, 4, 4).Conv2d(X(tape, 3, 2, 2, 2), X(tape, 2)),
        ["Conv2d, stride 0"] = tape => X(tape, 1, 2, 4, 4).Conv2d(X(tape, 1, 2, 2, 2), null, ConvolutionWindow.Of(stride: 0)),
        ["Conv2d, groups"] = tape => X(tape, 1, 4, 4, 4).Conv2d(X(tape, 3, 2, 2, 2), null, ConvolutionWindow.Of(groups: 2)),
        ["Conv1d"] = tape => X(tape, 1, 2, 4).Conv1d(X(tape, 1, 2, 2, 2)),
        ["ConvTranspose2d"] = tape => X(tape, 1, 2, 4, 4).ConvTranspose2d(X(tape, 3, 1, 2, 2)),
        ["ConvTranspose2d, padding of the output"] = tape => X(tape, 1, 2, 4, 4).ConvTranspose2d(X(tape, 2, 1, 2, 2), outputPadding: (1, 1)),
        ["ConvTranspose2d, bias"] = tape => X(tape, 1, 2, 4, 4).ConvTranspose2d(X(tape, 2, 1, 2, 2), X(tape, 2)),
        ["MaxPool2d"] = tape => X(tape, 2, 4, 4).MaxPool2d(PoolingWindow.Of(2)),
        ["MaxPool2d, a window that is too large"] = tape => X(tape, 1, 1, 2, 2).MaxPool2d(PoolingWindow.Of(3)),
        ["AveragePool2d, padding"] = tape => X(tape, 1, 1, 4, 4).AveragePool2d(PoolingWindow.Of(2, padding: 2)),
        ["AveragePool1d"] = tape => X(tape, 1, 1, 4, 4).AveragePool1d(PoolingWindow.Of(2)),
        ["AdaptiveMaxPool2d of nothing"] = tape => X(tape, 1, 1, 0, 4).AdaptiveMaxPool2d(1, 1),
        ["ScaledDotProductAttention"] = tape => X(tape, 1, 2, 3, 4).ScaledDotProductAttention(X(tape, 1, 2, 3, 5), X(tape, 1, 2, 3, 4)),
        ["ScaledDotProductAttention, mask"] = tape => X(tape, 1, 2, 3, 4).ScaledDotProductAttention(X(tape, 1, 2, 3, 4), X(tape, 1, 2, 3, 4), X(tape, 3, 2)),
        ["ScaledDotProductAttention, large heads"] = tape => X(tape, 1, 1, 1, 129).ScaledDotProductAttention(X(tape, 1, 1, 1, 129), X(tape, 1, 1, 1, 1)),
        ["RandomFeatureAttention"] = tape => X(tape, 1, 2, 3, 4).RandomFeatureAttention(X(tape, 1, 2, 3, 4), X(tape, 1, 2, 3, 4), X(tape, 2, 3)),
        ["RandomFeatureAttention, causal"] = tape => X(tape, 1, 2, 3, 4).RandomFeatureAttention(X(tape, 1, 2, 5, 4), X(tape, 1, 2, 5, 4), X(tape, 2, 4), isCausal: true),
        ["Dropout without a tape"] = _ => Outside().Dropout(0.5),
        ["a distribution without a tape"] = tape => _ = new BernoulliDistribution<float>(Outside()),
        ["NormalDistribution"] = tape => _ = new NormalDistribution<float>(X(tape, 2), X(tape, 3)),
        ["a sample"] = tape => new UniformDistribution<float>(X(tape, 2), X(tape, 2)).Sample([3]),
        ["CategoricalDistribution of nothing"] = tape => _ = new CategoricalDistribution<float>(X(tape, 2, 0)),
        ["CategoricalDistribution, categories"] = tape => new CategoricalDistribution<float>(X(tape, 2, 3)).LogProbability(tape.CreateIndices([0], [1])),
        ["Gradient without a cotangent"] = tape => Watched(tape, y => tape.Gradient(y * y, y)),
        ["Gradient, cotangent"] = tape => Watched(tape, y => tape.Gradient(y * y, y, X(tape, 3))),
        ["Gradient, output elsewhere"] = tape => Watched(tape, y => tape.Gradient(Outside(), y)),
        ["Gradient by a constant"] = tape => Watched(tape, y => tape.Gradient((y * y).Sum(), X(tape, 2))),
        ["JacobianVectorProduct"] = tape => Watched(tape, y => tape.JacobianVectorProduct(y * y, (y, X(tape, 3)))),
        ["Watch of a result"] = tape => Watched(tape, y => tape.Watch(y * y)),
    };

    /// <summary>Calls with an <see cref="ArgumentOutOfRangeException"/>.</summary>
    private static readonly Dictionary<string, Action<Tape>> OutOfRange = new()
    {
        ["Shape of a negative extent"] = _ => Shape.Create([-1]),
        ["Shape, dimension"] = tape => _ = X(tape, 2).Shape[1],
        ["CreateIndices, negative"] = tape => tape.CreateIndices([-1], [1]),
        ["CreateIndices, the largest int"] = tape => tape.CreateIndices([int.MaxValue], [1]),
        ["Permute"] = tape => X(tape, 2, 3).Permute(0, 2),
        ["Transpose"] = tape => X(tape, 2, 3).Transpose(0, 2),
        ["Transpose of a vector"] = tape => X(tape, 2).Transpose(),
        ["Slice, dimension"] = tape => X(tape, 2).Slice(1, 0, 1),
        ["Slice, start"] = tape => X(tape, 2).Slice(0, -1, 1),
        ["Slice, length"] = tape => X(tape, 2).Slice(0, 1, 2),
        ["Slice, negative length"] = tape => X(tape, 2).Slice(0, 1, -1),
        ["Slice, beyond"] = tape => X(tape, 2).Slice(0, 3, 0),
        ["Slice, step 0"] = tape => X(tape, 2).Slice(0, 0, 1, 0),
        ["Slice, step beyond"] = tape => X(tape, 3).Slice(0, 0, 2, 3),
        ["Slice, overflow"] = tape => X(tape, 3).Slice(0, 1, long.MaxValue, long.MaxValue),
        ["Unsqueeze"] = tape => X(tape, 2).Unsqueeze(3),
        ["Squeeze"] = tape => X(tape, 2).Squeeze(1),
        ["Pad"] = tape => X(tape, 2).Pad(0, -1, 0),
        ["Pad, dimension"] = tape => X(tape, 2).Pad(1, 1, 0),
        ["Concat, dimension"] = tape => Joining.Concat(1, X(tape, 2)),
        ["Stack, dimension"] = tape => Joining.Stack(2, X(tape, 2)),
        ["Sum, dimension"] = tape => X(tape, 2).Sum([1]),
        ["Softmax of a scalar"] = tape => tape.Zeros<float>([]).Softmax(),
        ["LogSoftmax, dimension"] = tape => X(tape, 2).LogSoftmax(1),
        ["Take"] = tape => X(tape, 2, 3).Take(tape.CreateIndices([2], [1])),
        ["SumInto"] = tape => X(tape, 1).SumInto(tape.CreateIndices([2], [1]), 2),
        ["SumInto of a negative extent"] = tape => X(tape, 0).SumInto(tape.CreateIndices([], [0]), -1),
        ["GatherAlong"] = tape => X(tape, 1, 2).GatherAlong(1, tape.CreateIndices([2], [1, 1])),
        ["GatherAlong, dimension"] = tape => X(tape, 1, 2).GatherAlong(2, tape.CreateIndices([1], [1, 1])),
        ["SumAlong"] = tape => X(tape, 1, 1).SumAlong(1, tape.CreateIndices([2], [1, 1]), 2),
        ["CrossEntropy"] = tape => X(tape, 1, 2).CrossEntropy(tape.CreateIndices([2], [1])),
        ["CategoricalDistribution, category"] = tape => new CategoricalDistribution<float>(X(tape, 1, 3)).LogProbability(tape.CreateIndices([3], [1])),
        ["AdaptiveMaxPool2d"] = tape => X(tape, 1, 1, 2, 2).AdaptiveMaxPool2d(0, 1),
        ["DrawProjection"] = _ => RandomFeatures.DrawProjection<float>(Cpu, 0, 1, 1),
        ["Huber, 0"] = tape => X(tape, 2).Huber(X(tape, 2), 0),
    };

    /// <summary>Calls that refuse NaN, and numbers outside their range, by an <see cref="ArgumentOutOfRangeException"/>: with the number, and one that is refused beside NaN.</summary>
    private static readonly Dictionary<string, (Action<Tape, double> Call, double Other)> Numbers = new()
    {
        ["Dropout"] = ((tape, value) => X(tape, 2).Dropout(value), 1),
        ["Huber"] = ((tape, value) => X(tape, 2).Huber(X(tape, 2), (float)value), -1),
        ["LayerNorm"] = ((tape, value) => X(tape, 2).LayerNorm(X(tape, 2), X(tape, 2), value), -1),
        ["RmsNorm"] = ((tape, value) => X(tape, 2).RmsNorm(X(tape, 2), value), double.PositiveInfinity),
        ["BatchNorm, epsilon"] = ((tape, value) => X(tape, 2, 3).BatchNorm(X(tape, 3), X(tape, 3), epsilon: value), -1),
        ["BatchNorm, momentum"] = ((tape, value) => X(tape, 2, 3).BatchNorm(X(tape, 3), X(tape, 3), momentum: value), 1.5),
        ["BatchNormWith"] = ((tape, value) => X(tape, 2, 3).BatchNormWith(X(tape, 3), X(tape, 3), X(tape, 3), X(tape, 3), value), -1),
        ["GroupNorm"] = ((tape, value) => X(tape, 2, 3).GroupNorm(3, X(tape, 3), X(tape, 3), value), -1),
        ["ScaledDotProductAttention"] = ((tape, value) => X(tape, 1, 1, 2, 2).ScaledDotProductAttention(X(tape, 1, 1, 2, 2), X(tape, 1, 1, 2, 2), scale: value), double.PositiveInfinity),
    };

    private readonly Tape tape = new(Cpu);

    public static TheoryData<string> OfMisfits { get; } = new(Misfits.Keys);

    public static TheoryData<string> OfOutOfRange { get; } = new(OutOfRange.Keys);

    public static TheoryData<string> OfNumbers { get; } = new(Numbers.Keys);

    public void Dispose() => tape.Dispose();

    [Theory]
    [MemberData(nameof(OfMisfits))]
    public void Operation_OnWhatDoesNotGoTogether_Throws(string name) => Assert.Throws<ArgumentException>(() => Misfits[name](tape));

    [Theory]
    [MemberData(nameof(OfOutOfRange))]
    public void Operation_OnWhatIsOutOfRange_Throws(string name) => Assert.Throws<ArgumentOutOfRangeException>(() => OutOfRange[name](tape));

    [Theory]
    [MemberData(nameof(OfNumbers))]
    public void Operation_WithABadNumber_Throws(string name)
    {
        (Action<Tape, double> call, double other) = Numbers[name];
        Assert.All((double[])[double.NaN, -double.NaN, other], value => Assert.Throws<ArgumentOutOfRangeException>(() => call(tape, value)));
    }

    [Fact]
    public void Operation_OnNull_Throws()
    {
        Tensor<float> none = null!;
        Tensor<float> x = X(tape, 2, 2);
        Action[] calls =
        [
            () => tape.Use(none), () => tape.Watch(none), () => tape.Zeros<float>(null!), () => tape.Create<float>([1], null!), () => tape.CreateIndices([1], null!),
            () => tape.Gradient(none, x), () => tape.Gradient(x, none, x), () => tape.Gradients(x, null!, x), () => tape.JacobianVectorProduct(none, (x, x)), () => tape.JacobianVectorProduct(x, (none, x)),
            () => tape.JacobianVectorProduct(x, (x, none)), () => tape.Checkpoint(null!, x), () => tape.Checkpoint(t => t, none),
            () => _ = x + none, () => _ = x / none, () => x.Maximum(none), () => x.Power(none), () => _ = none * x, () => none.Exp(), () => none.Relu(), () => none.Sum(), () => none.Mean(), () => none.Min(), () => none.Variance(), () => none.LogSumExp(),
            () => none.Reshape(1), () => x.Reshape((Shape)null!), () => none.Permute(0), () => none.Transpose(), () => none.Expand([1]), () => x.Expand(null!), () => none.SumTo([1]), () => none.Slice(0, 0, 1),
            () => none.Unsqueeze(0), () => none.Squeeze(0), () => none.Pad(0, 1, 1), () => Joining.Concat(0, x, none), () => Joining.Stack(0, x, none), () => none.Contiguous(),
            () => none.MatMul(x), () => x.MatMul(none), () => none.Linear(x), () => x.Linear(none), () => x.Take(null!), () => x.SumInto(null!, 1), () => x.GatherAlong(0, null!), () => x.SumAlong(0, null!, 1),
            () => none.Softmax(), () => none.LogSoftmax(), () => none.LayerNorm(x, x), () => x.LayerNorm(none, x), () => x.RmsNorm(none), () => none.BatchNorm(x, x), () => x.BatchNorm(none, x),
            () => X(tape, 2, 3).BatchNormWith(X(tape, 3), X(tape, 3), none, X(tape, 3)), () => x.GroupNorm(1, none, x), () => x.CrossEntropy(null!), () => none.MeanSquaredError(x), () => x.BinaryCrossEntropy(none), () => x.RelativeEntropy(none),
            () => x.Huber(none, 1), () => none.Conv2d(x), () => x.Conv1d(none), () => x.ConvTranspose2d(none), () => none.MaxPool2d(PoolingWindow.Of(1)), () => X(tape, 1, 1, 1, 1).AveragePool2d(null!),
            () => X(tape, 1, 1, 1).MaxPool1d(null!), () => none.AdaptiveMaxPool1d(1), () => none.Dropout(0.5), () => x.ScaledDotProductAttention(none, x), () => x.RandomFeatureAttention(x, none, x),
            () => RandomFeatures.DrawProjection<float>(null!, 1, 1, 1), () => none.Where(x, x), () => x.Where(none, x), () => none.IsLessThan(x),
            () => _ = new NormalDistribution<float>(none, x), () => _ = new CategoricalDistribution<float>(none), () => new CategoricalDistribution<float>(x).LogProbability(null!),
            () => Edge.To(none, g => g), () => Edge.To(x, null!), () => x.Record([null!]), () => Tensor<float>.Create(null!, [1], [1]), () => Tensor<float>.Create(Cpu, [1], null!), () => Tensor<float>.Allocate(Cpu, null!),
            () => IndexTensor.Create(null!, [1], [1]), () => IndexTensor.Create(Cpu, [1], null!), () => Shape.Broadcast(null!, [1]), () => _ = new Tape((Tape)null!), () => _ = new Tape((Device)null!),
            () => _ = new CapturedRandomState(null!, new RandomState(1)), () => _ = new Tape(Cpu.DefaultStream, (CapturedRandomState)null!),
        ];
        Assert.All(calls, call => Assert.Throws<ArgumentNullException>(call));
    }

    [Fact]
    public void Record_OfAPullbackOfAnotherShape_ThrowsWhenItIsUsed()
    {
        Tensor<float> x = tape.Watch(X(tape, 3));
        Tensor<float> y = X(tape, 3).Record(Edge.To(x, g => g.Sum(), t => t.Sum()));
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(y.Sum(), x));
        Assert.Throws<InvalidOperationException>(() => tape.JacobianVectorProduct(y, (x, X(tape, 3))));
    }

    [Fact]
    public void Tensor_CopiedToWhatIsTooShort_Throws()
    {
        using Tensor<float> outside = Tensor<float>.Create(Cpu, [1, 2, 3, 4], [2, 2]);
        Assert.Throws<ArgumentException>(() => outside.CopyTo(new float[3]));
        Assert.Throws<ArgumentException>(() => outside.Transpose().CopyTo(new float[3]));
        Assert.Throws<ArgumentException>(() => outside.CopyFrom(new float[3]));
        Assert.Throws<InvalidOperationException>(() => outside.Transpose().CopyFrom(new float[4]));
        Assert.Throws<InvalidOperationException>(() => outside.ToScalar());
        Assert.Throws<InvalidOperationException>(() => X(tape, 1).RequiresGradient = true);
    }

    private static Tensor<float> X(Tape tape, params ReadOnlySpan<long> shape) => tape.Zeros<float>(Shape.Create(shape));

    private static Tensor<float> Outside() => Tensor<float>.Create(Cpu, [1, 1], [2]);

    private static void Watched(Tape tape, Action<Tensor<float>> ask) => ask(tape.Watch(X(tape, 2)));
}
