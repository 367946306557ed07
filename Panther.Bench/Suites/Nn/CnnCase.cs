using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Bench.Suites.Nn;

/// <summary>
/// A small convolutional network for 28x28 images: 32 and 64 channels of 3x3 weights with ReLU, the largest of 2x2, dropout, and layers of 128 and 10; batches of 128 with AdamW. Behind the step
/// its parts, see <see cref="CnnParts"/>.
/// </summary>
internal sealed class CnnCase : INnCase
{
    private const int Batch = 128;
    private const int Classes = 10;

    // So slow that thousands of steps on one batch leave gradients of an ordinary size.
    private const double LearningRate = 1e-6;

    public string Name => "cnn";

    public void Run(Device device, ReportSession session)
    {
        var random = new RandomState(1);
        using var model = new Sequential<float>(
            new Conv2d<float>(device, 1, 32, (3, 3), random),
            new Activation<float>(x => x.Relu()),
            new Conv2d<float>(device, 32, 64, (3, 3), random),
            new Activation<float>(x => x.Relu().MaxPool2d(PoolingWindow.Of(2))),
            new Dropout<float>(0.25),
            new Activation<float>(x => x.Reshape(x.Shape[0], -1)),
            new Linear<float>(device, 64 * 12 * 12, 128, random),
            new Activation<float>(x => x.Relu()),
            new Dropout<float>(0.5),
            new Linear<float>(device, 128, Classes, random));
        using var optimizer = new AdamW<float>(model.Parameters, new AdamOptions { LearningRate = LearningRate });
        IReadOnlyList<Tensor<float>> parameters = optimizer.Parameters;
        using Tensor<float> inputs = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(1), Batch * 28 * 28), [Batch, 1, 28, 28]);
        using IndexTensor labels = IndexTensor.Create(device, [.. Enumerable.Range(0, Batch).Select(i => i % Classes)], [Batch]);
        using var draws = new CapturedRandomState(device.DefaultStream, new RandomState(2));
        float untrained = Loss();

        new TrainingStep(
            () =>
            {
                optimizer.Advance();
                draws.Advance();
            },
            stream =>
            {
                using var tape = ReferenceEquals(stream, device.DefaultStream) ? new Tape(stream, random) : new Tape(stream, draws);
                Tensor<float> loss = model.Forward(tape.Use(inputs)).CrossEntropy(labels);
                optimizer.Apply(tape.Gradients(loss, parameters));
            },
            () => NnVerification.RequireLess(Loss(), untrained)).Compare(session, device.DefaultStream, "cnn-step", $"28x28 32-64-128-{Classes} b{Batch}");
        CnnParts.Run(device, session, Batch);

        // Without dropout, so that two losses differ by the parameters alone.
        float Loss()
        {
            model.Train(false);
            using var tape = new Tape(device);
            float loss = model.Forward(tape.Use(inputs)).CrossEntropy(labels).ToScalar();
            model.Train();
            return loss;
        }
    }
}
