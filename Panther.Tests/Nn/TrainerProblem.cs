using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>A small problem with everything that a resumed run could get wrong: shuffled batches, dropout, running averages, a schedule.</summary>
internal sealed class TrainerProblem : IDisposable
{
    public const int BatchSize = 8;
    public const int Batches = 5;
    private const int Features = 6;
    private const int Classes = 3;
    private static readonly float[] Inputs = [.. GradientCheck.Values([BatchSize * Batches, Features], 1).Select(v => (float)v)];

    private readonly Tensor<float> inputs;
    private readonly IndexTensor labels;
    private readonly DataLoader<int[]> loader = new(BatchSize * Batches, BatchSize, numbers => numbers, new DataLoaderOptions { Seed = 3 });

    public TrainerProblem(Device device, ulong seed = 1)
    {
        Device = device;
        var random = new RandomState(seed);
        Model = new Sequential<float>(
            new Linear<float>(device, Features, 9, random),
            new Activation<float>(x => x.Reshape(x.Shape[0], 9, 1, 1)),
            new BatchNorm2d<float>(device, 9),
            new Activation<float>(x => x.Reshape(x.Shape[0], 9).Gelu()),
            new Dropout<float>(0.3),
            new Linear<float>(device, 9, Classes, random));
        Optimizer = new AdamW<float>(Model.Parameters, new AdamOptions { LearningRate = 0.02, WeightDecay = 0.01 });
        inputs = Tensor<float>.Allocate(device, [BatchSize, Features]);
        labels = IndexTensor.Create(device, new int[BatchSize], [BatchSize], Classes);
    }

    public Device Device { get; }

    public Sequential<float> Model { get; }

    public AdamW<float> Optimizer { get; }

    public static TrainerOptions Options(long steps) => new()
    {
        Steps = steps,
        LearningRate = step => 0.02 * Schedule.WarmUp(step, 4) * Schedule.Cosine(step, 30, 0.1),
        MaximumNorm = 0.8,
        AverageDecay = 0.8,
        ReportInterval = 1,
        Seed = 5,
    };

    public Trainer<float, int[]> Trainer(TrainerOptions options, bool isCaptured) => isCaptured
        ? new(Model, Optimizer, loader, Send, tape => Model.Forward(tape.Use(inputs)).CrossEntropy(labels), options)
        : Trainer(options);

    public Trainer<float, int[]> Trainer(TrainerOptions options) => new(
        Model, Optimizer, loader, (tape, batch) => Model.Forward(tape.Create<float>(Values(batch), [BatchSize, Features])).CrossEntropy(tape.CreateIndices(Labels(batch), [BatchSize])), options);

    /// <summary>The loss over the first batch.</summary>
    public double Validate()
    {
        using var tape = new Tape(Device);
        int[] batch = [.. Enumerable.Range(0, BatchSize)];
        return Model.Forward(tape.Create<float>(Values(batch), [BatchSize, Features])).CrossEntropy(tape.CreateIndices(Labels(batch), [BatchSize])).ToScalar();
    }

    /// <summary>Everything that is trained or kept.</summary>
    public float[][] State() => [.. Model.NamedParameters.Concat(Model.NamedStates).Select(tensor => tensor.Tensor.ToArray())];

    public void Dispose()
    {
        Model.Dispose();
        Optimizer.Dispose();
        inputs.Dispose();
        labels.Dispose();
    }

    private static float[] Values(int[] batch) => [.. batch.SelectMany(i => Inputs[(Features * i)..(Features * (i + 1))])];

    private static int[] Labels(int[] batch) => [.. batch.Select(i => i % Classes)];

    private void Send(int[] batch)
    {
        inputs.CopyFrom(Values(batch));
        labels.CopyFrom(Labels(batch));
    }
}
