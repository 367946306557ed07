using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Bench.Suites.Nn;

/// <summary>A character transformer of 6 layers of width 384 with 6 heads, on 64 sequences of 256 characters, without dropout, with AdamW; smaller on processors.</summary>
internal sealed class CharTransformerCase : INnCase
{
    private const int Characters = 65;

    // So slow that hundreds of steps on one batch leave gradients of an ordinary size.
    private const double LearningRate = 1e-6;

    public string Name => "char-transformer";

    public void Run(Device device, ReportSession session)
    {
        (int layers, int width, int heads, int batch, int context) = device.IsProcessor ? (2, 64, 4, 16, 64) : (6, 384, 6, 64, 256);
        var random = new RandomState(1);
        using var characters = new Embedding<float>(device, Characters, width, random, 0.02);
        using var places = new Embedding<float>(device, context, width, random, 0.02);
        using var network = new Sequential<float>(
        [
            .. Enumerable.Range(0, layers).Select(_ => new TransformerEncoderLayer<float>(device, width, heads, 4 * width, random, dropout: 0, isCausal: true)),
            new LayerNorm<float>(device, width),
            new Linear<float>(device, width, Characters, random),
        ]);
        using var optimizer = new AdamW<float>(
            [.. characters.Parameters, .. places.Parameters, .. network.Parameters], new AdamOptions { LearningRate = LearningRate });
        IReadOnlyList<Tensor<float>> parameters = optimizer.Parameters;
        var source = new Random(1);
        int[] text = [.. Enumerable.Range(0, batch * context).Select(_ => source.Next(Characters))];
        using IndexTensor inputs = IndexTensor.Create(device, text, [batch, context]);
        using IndexTensor labels = IndexTensor.Create(device, [.. text.Skip(1), text[0]], [batch, context]);
        float untrained;
        using (var tape = new Tape(device))
        {
            untrained = Loss(tape).ToScalar();
        }

        string shape = $"{layers}x{width} h{heads} b{batch} T{context}";
        new TrainingStep(
            optimizer.Advance,
            stream =>
            {
                using var tape = new Tape(stream);
                optimizer.Apply(tape.Gradients(Loss(tape), parameters));
            },
            () =>
            {
                using var tape = new Tape(device);
                NnVerification.RequireLess(Loss(tape).ToScalar(), untrained);
            }).Compare(session, device.DefaultStream, "char-transformer", shape);
        session.Say($"char-transformer {shape}: peak {device.Memory.PeakInUseBytes / 1048576} MiB in use");
        new CharTransformerParts(device, session, width, heads, batch, context, Characters).Run();

        Tensor<float> Loss(Tape tape)
            => network.Forward(tape.Use(characters.Weight).Take(inputs) + tape.Use(places.Weight)).CrossEntropy(labels);
    }
}
