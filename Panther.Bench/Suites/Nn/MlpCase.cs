using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Bench.Suites.Nn;

/// <summary>A perceptron of three layers, 784-512-512-10 with ReLU, on batches of 128 with AdamW.</summary>
internal sealed class MlpCase : INnCase
{
    private const int Batch = 128;
    private const int Inputs = 784;
    private const int Hidden = 512;
    private const int Classes = 10;

    // So slow that thousands of steps on one batch leave gradients of an ordinary size.
    private const double LearningRate = 1e-6;

    public string Name => "mlp";

    public void Run(Device device, ReportSession session)
    {
        var random = new RandomState(1);
        using var model = new Sequential<float>(
            new Linear<float>(device, Inputs, Hidden, random),
            new Activation<float>(x => x.Relu()),
            new Linear<float>(device, Hidden, Hidden, random),
            new Activation<float>(x => x.Relu()),
            new Linear<float>(device, Hidden, Classes, random));
        using var optimizer = new AdamW<float>(model.Parameters, new AdamOptions { LearningRate = LearningRate });
        IReadOnlyList<Tensor<float>> parameters = optimizer.Parameters;
        using Tensor<float> inputs = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(1), Batch * Inputs), [Batch, Inputs]);
        using IndexTensor labels = IndexTensor.Create(device, [.. Enumerable.Range(0, Batch).Select(i => i % Classes)], [Batch]);
        float untrained = Loss();

        new TrainingStep(
            optimizer.Advance,
            stream =>
            {
                using var tape = new Tape(stream);
                Tensor<float> loss = model.Forward(tape.Use(inputs)).CrossEntropy(labels);
                optimizer.Apply(tape.Gradients(loss, parameters));
            },
            () => NnVerification.RequireLess(Loss(), untrained)).Compare(session, device.DefaultStream, "mlp-step", $"{Inputs}-{Hidden}-{Hidden}-{Classes} b{Batch}");

        float Loss()
        {
            using var tape = new Tape(device);
            return model.Forward(tape.Use(inputs)).CrossEntropy(labels).ToScalar();
        }
    }
}
