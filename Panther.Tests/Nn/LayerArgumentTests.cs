using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>What layers, optimisers and what else trains refuse, when they are made rather than when they are used.</summary>
public sealed class LayerArgumentTests
{
    private static readonly Device Cpu = TestDevice.Get("cpu");

    /// <summary>Numbers out of range: an <see cref="ArgumentOutOfRangeException"/>.</summary>
    private static readonly Dictionary<string, Action> OutOfRange = new()
    {
        ["Linear"] = () => _ = new Linear<float>(Cpu, 0, 1, Random),
        ["Embedding"] = () => _ = new Embedding<float>(Cpu, 0, 1, Random),
        ["Embedding, deviation"] = () => _ = new Embedding<float>(Cpu, 1, 1, Random, -1),
        ["LayerNorm"] = () => _ = new LayerNorm<float>(Cpu, 0),
        ["LayerNorm, epsilon"] = () => _ = new LayerNorm<float>(Cpu, 1, -1),
        ["RmsNorm, epsilon"] = () => _ = new RmsNorm<float>(Cpu, 1, double.NaN),
        ["BatchNorm2d"] = () => _ = new BatchNorm2d<float>(Cpu, 0),
        ["BatchNorm2d, momentum"] = () => _ = new BatchNorm2d<float>(Cpu, 1, momentum: double.NaN),
        ["BatchNorm2d, epsilon"] = () => _ = new BatchNorm2d<float>(Cpu, 1, epsilon: double.PositiveInfinity),
        ["GroupNorm"] = () => _ = new GroupNorm<float>(Cpu, 0, 1),
        ["GroupNorm, epsilon"] = () => _ = new GroupNorm<float>(Cpu, 1, 1, -double.NaN),
        ["Dropout"] = () => _ = new Dropout<float>(1),
        ["Dropout, NaN"] = () => _ = new Dropout<float>(-double.NaN),
        ["Conv2d"] = () => _ = new Conv2d<float>(Cpu, 1, 1, (0, 1), Random),
        ["Gru"] = () => _ = new Gru<float>(Cpu, 1, 0, Random),
        ["Lstm"] = () => _ = new Lstm<float>(Cpu, 0, 1, Random),
        ["SketchedLinear"] = () => _ = new SketchedLinear<float>(Cpu, 8, 8, 0, 1, Random),
        ["SketchedConv2d"] = () => _ = new SketchedConv2d<float>(Cpu, 8, 8, (3, 3), 1, 0, Random),
        ["RandomFeatureAttention"] = () => _ = new RandomFeatureAttention<float>(Cpu, 4, 2, 0, Random),
        ["RandomFeatureAttention, dropout"] = () => _ = new RandomFeatureAttention<float>(Cpu, 4, 2, 3, Random, dropout: double.NaN),
        ["SinePositions"] = () => _ = new SinePositions<float>(Cpu, 1, 1, 0, 1, Random),
        ["Uniform"] = () => Initialization.Uniform<float>(Cpu, [1], double.NaN, Random),
        ["Normal"] = () => Initialization.Normal<float>(Cpu, [1], double.PositiveInfinity, Random),
        ["LossScaler"] = () => _ = new LossScaler(Cpu, new LossScalerOptions { InitialScale = float.NaN }),
        ["LossScaler, interval"] = () => _ = new LossScaler(Cpu, new LossScalerOptions { GrowthInterval = 0 }),
        ["WeightAverage"] = () => WithParameter(p => _ = new WeightAverage<float>([p], 1)),
        ["WeightAverage, NaN"] = () => WithParameter(p => _ = new WeightAverage<float>([p], -double.NaN)),
        ["Schedule.WarmUp"] = () => Schedule.WarmUp(-1, 1),
        ["Schedule.Cosine"] = () => Schedule.Cosine(1, 2, double.NaN),
        ["Schedule.Steps"] = () => Schedule.Steps(1, 1, double.NaN),
        ["Adam, rate"] = () => WithParameter(p => _ = new Adam<float>([p], new AdamOptions { LearningRate = double.NaN })),
        ["AdamW, first decay"] = () => WithParameter(p => _ = new AdamW<float>([p], new AdamOptions { FirstDecay = 1 })),
        ["RAdam, second decay"] = () => WithParameter(p => _ = new RAdam<float>([p], new AdamOptions { SecondDecay = -0.1 })),
        ["Adam, epsilon"] = () => WithParameter(p => _ = new Adam<float>([p], new AdamOptions { Epsilon = -1 })),
        ["Adam, weight decay"] = () => WithParameter(p => _ = new Adam<float>([p], new AdamOptions { WeightDecay = double.PositiveInfinity })),
        ["Sgd, momentum"] = () => WithParameter(p => _ = new Sgd<float>([p], new SgdOptions { Momentum = 1 })),
        ["RmsProp, decay"] = () => WithParameter(p => _ = new RmsProp<float>([p], new RmsPropOptions { Decay = double.NaN })),
        ["Lion, rate"] = () => WithParameter(p => _ = new Lion<float>([p], new LionOptions { LearningRate = -1 })),
        ["a learning rate"] = () => WithParameter(p =>
        {
            using var optimizer = new Sgd<float>([p]);
            optimizer.LearningRate = -double.NaN;
        }),
    };

    /// <summary>What does not go together: an <see cref="ArgumentException"/>.</summary>
    private static readonly Dictionary<string, Action> Misfits = new()
    {
        ["MultiHeadAttention"] = () => _ = new MultiHeadAttention<float>(Cpu, 5, 2, Random),
        ["GroupNorm"] = () => _ = new GroupNorm<float>(Cpu, 2, 3),
        ["Conv2d"] = () => _ = new Conv2d<float>(Cpu, 3, 4, (1, 1), Random, ConvolutionWindow.Of(groups: 2)),
        ["SketchedLinear"] = () => _ = new SketchedLinear<float>(Cpu, 4, 4, 4, 4, Random),
        ["XavierUniform"] = () => Initialization.XavierUniform<float>(Cpu, [3], Random),
        ["an optimiser of nothing"] = () => _ = new Sgd<float>([]),
        ["an optimiser of one twice"] = () => WithParameter(p => _ = new Sgd<float>([p, p])),
        ["an optimiser of a view"] = () => WithParameter(p => _ = new Sgd<float>([p.Detach().Expand([2, 2])])),
        ["an optimiser of null"] = () => _ = new Sgd<float>([null!]),
        ["a step with too few gradients"] = () => WithParameter(p => Step(p, [])),
        ["a step with a gradient of another shape"] = () => WithParameter(p =>
        {
            using Tensor<float> gradient = Tensor<float>.Create(Cpu, [1], [1]);
            Step(p, [gradient]);
        }),
        ["a forward pass, BatchNorm2d"] = () => Forward(new BatchNorm2d<float>(Cpu, 3), [2, 3]),
        ["a forward pass, Linear"] = () => Forward(new Linear<float>(Cpu, 3, 2, Random), [2, 4]),
        ["a forward pass, Gru"] = () => Forward(new Gru<float>(Cpu, 3, 2, Random), [2, 0, 3]),
        ["a forward pass, Lstm"] = () => Forward(new Lstm<float>(Cpu, 3, 2, Random), [2, 3]),
        ["a forward pass, MultiHeadAttention"] = () => Forward(new MultiHeadAttention<float>(Cpu, 4, 2, Random), [3, 4]),
        ["a forward pass, RandomFeatureAttention"] = () => Forward(new RandomFeatureAttention<float>(Cpu, 4, 2, 3, Random), [2, 3, 5]),
        ["a forward pass, SketchedLinear"] = () => Forward(new SketchedLinear<float>(Cpu, 64, 64, 1, 2, Random), [63]),
    };

    private static RandomState Random => new(1);

    public static TheoryData<string> OfOutOfRange { get; } = new(OutOfRange.Keys);

    public static TheoryData<string> OfMisfits { get; } = new(Misfits.Keys);

    [Theory]
    [MemberData(nameof(OfOutOfRange))]
    public void Layer_WithANumberOutOfRange_Throws(string name) => Assert.Throws<ArgumentOutOfRangeException>(OutOfRange[name]);

    [Theory]
    [MemberData(nameof(OfMisfits))]
    public void Layer_OfWhatDoesNotGoTogether_Throws(string name) => Assert.Throws<ArgumentException>(Misfits[name]);

    [Fact]
    public void Layer_OfNull_Throws()
    {
        Action[] calls =
        [
            () => _ = new Linear<float>(null!, 1, 1, Random), () => _ = new Linear<float>(Cpu, 1, 1, null!), () => _ = new Embedding<float>(Cpu, 1, 1, null!), () => _ = new Activation<float>(null!),
            () => _ = new Sequential<float>(null!, null!), () => _ = new SketchedLinear<float>(Cpu, 64, 64, 1, 2, null!), () => _ = new MultiHeadAttention<float>(1, null!, null!),
            () => SketchedLinear<float>.FromLinear(null!, 1, 1, SketchedForm.Sketch, Random), () => SketchedConv2d<float>.FromConv2d(null!, 1, 1, SketchedForm.Sketch, Random),
            () => _ = new Adam<float>(null!), () => _ = new WeightAverage<float>(null!, 0.9), () => _ = new MasterWeights<Half>(null!),
            () => WithParameter(p => Step(p, null!)), () => WithParameter(p => Step(p, [null!])),
        ];
        Assert.All(calls, call => Assert.Throws<ArgumentNullException>(call));
    }

    /// <summary>A step that is refused is none: nothing is counted.</summary>
    [Fact]
    public void Step_ThatIsRefused_ChangesNothing() => WithParameter(p =>
    {
        using var optimizer = new Sgd<float>([p], new SgdOptions { Momentum = 0.9 });
        Assert.Throws<ArgumentException>(() => optimizer.Step([]));
        Assert.Equal(0, optimizer.Steps);
        Assert.Equal([1, 2], p.ToArray());
    });

    private static void Step(Tensor<float> parameter, IReadOnlyList<Tensor<float>> gradients)
    {
        using var optimizer = new Adam<float>([parameter]);
        optimizer.Step(gradients);
    }

    private static void Forward(Layer<float> layer, Shape shape)
    {
        using (layer)
        {
            using var tape = new Tape(Cpu);
            layer.Forward(tape.Zeros<float>(shape));
        }
    }

    private static void WithParameter(Action<Tensor<float>> use)
    {
        using Tensor<float> parameter = Tensor<float>.Create(Cpu, [1, 2], [2]);
        parameter.RequiresGradient = true;
        use(parameter);
    }
}
