using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>
/// A small network in 16 bits with dropout, trained by weights in float, on shuffled batches. From a scale of 2²⁰ the first gradients overflow, since those of biases are of the order of 0.1 and a Half ends at
/// 65504; with a growth interval of 4 the scale also grows again within some steps.
/// </summary>
internal sealed class ScaledTrainerProblem : IDisposable
{
    public const int BatchSize = 16;
    public const int Batches = 4;
    public static readonly LossScalerOptions Scaling = new() { InitialScale = 1 << 20, GrowthInterval = 4 };
    private const int Features = 6;
    private const int Classes = 3;
    private static readonly float[] Inputs = [.. GradientCheck.Values([BatchSize * Batches, Features], 1).Select(v => (float)v)];

    private readonly Tensor<float> inputs;
    private readonly IndexTensor labels;

    public ScaledTrainerProblem(
        Device device, ulong seed = 1, double dropout = 0.2, LossScalerOptions? scaling = null, Func<IReadOnlyList<Tensor<float>>, Optimizer<float>>? optimizer = null)
    {
        Device = device;
        Model = Network<Half>(device, seed, dropout);
        Weights = new MasterWeights<Half>(Model, scaling ?? Scaling);
        Optimizer = optimizer?.Invoke(Weights.Parameters) ?? new AdamW<float>(Weights.Parameters);
        inputs = Tensor<float>.Allocate(device, [BatchSize, Features]);
        labels = IndexTensor.Create(device, new int[BatchSize], [BatchSize], Classes);
    }

    public Device Device { get; }

    public Sequential<Half> Model { get; }

    public MasterWeights<Half> Weights { get; }

    public Optimizer<float> Optimizer { get; }

    public static DataLoader<int[]> Loader { get; } = new(BatchSize * Batches, BatchSize, numbers => numbers, new DataLoaderOptions { Seed = 3 });

    public static TrainerOptions Options(long steps) => new()
    {
        Steps = steps,
        LearningRate = Rate,
        MaximumNorm = 0.8,
        ReportInterval = 1,
        Seed = 5,
    };

    public static double Rate(long step) => 0.02 * Schedule.WarmUp(step, 4) * Schedule.Cosine(step, 60, 0.1);

    public static Sequential<T> Network<T>(Device device, ulong seed, double dropout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomState(seed);
        return new(new Linear<T>(device, Features, 16, random), new Activation<T>(x => x.Gelu()), new Dropout<T>(dropout), new Linear<T>(device, 16, Classes, random));
    }

    public static float[] Values(int[] batch) => [.. batch.SelectMany(i => Inputs[(Features * i)..(Features * (i + 1))])];

    public static int[] Labels(int[] batch) => [.. batch.Select(i => Inputs[Features * i] > 0.3f ? 0 : Inputs[(Features * i) + 1] > 0 ? 1 : 2)];

    public Trainer<float, int[]> Trainer(TrainerOptions options, bool isCaptured) => isCaptured
        ? new(Weights, Optimizer, Loader, Send, tape => Model.Forward(tape.Use(inputs).To<Half>()).To<float>().CrossEntropy(labels), options)
        : new(Weights, Optimizer, Loader, Loss, options);

    public Tensor<float> Loss(Tape tape, int[] batch)
        => Model.Forward(tape.Create<float>(Values(batch), [batch.Length, Features]).To<Half>()).To<float>().CrossEntropy(tape.CreateIndices(Labels(batch), [batch.Length]));

    /// <summary>The loss over the first examples.</summary>
    public double Validate()
    {
        using var tape = new Tape(Device);
        return Loss(tape, [.. Enumerable.Range(0, BatchSize)]).ToScalar();
    }

    /// <summary>The weights in both precisions, and the scaler's state.</summary>
    public float[][] State() =>
    [
        .. Weights.NamedParameters.Concat(Weights.NamedStates).Select(tensor => tensor.Tensor.ToArray()),
        .. Model.Parameters.Select(tensor => tensor.ToArray().Select(value => (float)value).ToArray()),
    ];

    public void Dispose()
    {
        Model.Dispose();
        Weights.Dispose();
        Optimizer.Dispose();
        inputs.Dispose();
        labels.Dispose();
    }

    private void Send(int[] batch)
    {
        inputs.CopyFrom(Values(batch));
        labels.CopyFrom(Labels(batch));
    }
}
