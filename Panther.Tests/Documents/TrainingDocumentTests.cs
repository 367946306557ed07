using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/training.md shows.</summary>
public sealed class TrainingDocumentTests
{
    [Fact]
    public void Blocks_OfTheDocument_AreTheseSources() =>
        DocumentExample.AssertIsIn("docs/training.md", "Panther.Tests/Documents/TrainingDocumentTests.cs");

    [Fact]
    public void Run_OfTheDocument_GoesOnWhereItStopped()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Equal(5, Run(path, 5));
            Assert.Equal(10, Run(path, 8));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long Run(string path, long steps)
    {
        Device device = Device.Default;
        int[] labels = [.. Enumerable.Range(0, 70).Select(i => i % 3)];
        float[][] inputs = [.. labels.Select(label => new float[] { label, 1, 2, 3 })];

        var random = new RandomState(seed: 1);
        using var model = new Sequential<float>(
            new Linear<float>(device, 4, 32, random), new Activation<float>(x => x.Gelu()), new Dropout<float>(0.1), new Linear<float>(device, 32, 3, random));
        using var optimizer = new RAdam<float>(model.Parameters);
        var loader = new DataLoader<(float[] X, int[] Y)>(
            labels.Length, batchSize: 16, numbers => ([.. numbers.SelectMany(i => inputs[i])], [.. numbers.Select(i => labels[i])]), new DataLoaderOptions { Seed = 1 });
        if (File.Exists(path))
        {
            random = Checkpoint.Load(path, model, optimizer);
        }

        while (optimizer.Steps < steps)
        {
            (long epoch, long first) = Math.DivRem(optimizer.Steps, (long)loader.BatchCount);
            foreach ((float[] values, int[] classes) in loader.Batches((int)epoch, (int)first))
            {
                using var tape = new Tape(device, random);
                Tensor<float> x = tape.Create<float>(values, [classes.Length, 4]);
                Tensor<float> loss = model.Forward(x).CrossEntropy(tape.CreateIndices(classes, [classes.Length]));
                optimizer.LearningRate = 0.01 * Schedule.WarmUp(optimizer.Steps, 10) * Schedule.Cosine(optimizer.Steps, steps);
                optimizer.Step(tape.Gradients(loss, model.Parameters).ClipByNorm(1f, out _));
            }

            Checkpoint.Save(path, model, optimizer, random);
        }

        return optimizer.Steps;
    }
}
