using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/training.md shows.</summary>
public sealed class TrainingDocumentTests
{
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

    [Fact]
    public void MixedPrecision_OfTheDocument_MakesItsSteps()
    {
        Device device = Device.Default;
        var random = new RandomState(seed: 1);
        (float[], int[])[] batches = [([1, 2, 3, 4, 5, 6, 7, 8], [0, 2]), ([4, 3, 2, 1], [1])];
        using var model = new Sequential<Half>(new Linear<Half>(device, 4, 32, random), new Activation<Half>(x => x.Gelu()), new Linear<Half>(device, 32, 3, random));
        using var weights = new MasterWeights<Half>(model);
        using var optimizer = new AdamW<float>(weights.Parameters);
        foreach ((float[] values, int[] classes) in batches)
        {
            using var tape = new Tape(device, random);
            Tensor<Half> x = tape.Create<float>(values, [classes.Length, 4]).To<Half>();
            Tensor<float> loss = model.Forward(x).To<float>().CrossEntropy(tape.CreateIndices(classes, [classes.Length]));
            if (weights.TryGradients(loss, out Tensor<float>[] gradients))
            {
                optimizer.Step(gradients);
                weights.Round();
            }
        }

        Assert.Equal(65536 >> (2 - (int)optimizer.Steps), weights.Scaler.Scale);
    }

    [Fact]
    public void Trainer_OfTheDocument_GoesOnWhereItStopped()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using TextWriter log = TextWriter.Synchronized(new StringWriter());
            (TrainingResult first, int validations) = RunTrainer(path, log);
            (TrainingResult second, int more) = RunTrainer(path, log);
            Assert.InRange(validations, 1, 20);
            Assert.Equal(0, more);
            Assert.InRange(first.BestValidation!.Value, 0, 0.5);
            Assert.Equal(first.BestValidation, second.BestValidation);
            Assert.Equal(first.Steps, second.Steps);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void MixedPrecisionTrainer_OfTheDocument_Learns()
    {
        Device device = Device.Default;
        var random = new RandomState(seed: 1);
        DataLoader<Batch> loader = Loader(dropLast: false);
        using var model = new Sequential<Half>(new Linear<Half>(device, 4, 32, random), new Activation<Half>(x => x.Gelu()), new Linear<Half>(device, 32, 3, random));
        using var weights = new MasterWeights<Half>(model);
        using var optimizer = new AdamW<float>(weights.Parameters);
        using var trainer = new Trainer<float, Batch>(weights, optimizer, loader, Loss, new TrainerOptions { Epochs = 20, MaximumNorm = 1 });

        Tensor<float> Loss(Tape tape, Batch batch)
        {
            Tensor<Half> x = tape.Create<float>(batch.Inputs, [batch.Labels.Length, 4]).To<Half>();
            return model.Forward(x).To<float>().CrossEntropy(tape.CreateIndices(batch.Labels, [batch.Labels.Length]));
        }

        Assert.Equal(100, trainer.Run(cancellationToken: TestContext.Current.CancellationToken).Steps);
        using var last = new Tape(device);
        Assert.InRange(Loss(last, Make([.. Enumerable.Range(0, 30)])).ToScalar(), 0, 1);
    }

    [Fact]
    public void CapturedTrainer_OfTheDocument_Runs() => Assert.Equal(50, RunCapturedTrainer().Steps);

    private static (TrainingResult Result, int Validations) RunTrainer(string path, TextWriter log)
    {
        int validations = 0;
        Device device = Device.Default;
        using Sequential<float> model = Model(device);
        using var optimizer = new AdamW<float>(model.Parameters);
        DataLoader<Batch> loader = Loader(dropLast: false);
        using var cancellation = new CancellationTokenSource();
        using var trainer = new Trainer<float, Batch>(model, optimizer, loader, Loss, new TrainerOptions
        {
            Epochs = 20,
            LearningRate = step => 0.01 * Schedule.WarmUp(step, 10) * Schedule.Cosine(step, 100),
            MaximumNorm = 1,
            AverageDecay = 0.99,
            Validate = Validate,
            Patience = 10,
            CheckpointPath = path,
            Seed = 1,
        });
        if (File.Exists(path))
        {
            trainer.Resume(path);
        }

        TrainingResult result = trainer.Run(new Progress<TrainingProgress>(p => log.WriteLine($"step {p.Step}: {p.Loss:F3}, {p.StepsPerSecond:F0}/s")), cancellation.Token);

        Tensor<float> Loss(Tape tape, Batch batch)
            => model.Forward(tape.Create<float>(batch.Inputs, [batch.Labels.Length, 4])).CrossEntropy(tape.CreateIndices(batch.Labels, [batch.Labels.Length]));

        double Validate()
        {
            validations++;
            using var tape = new Tape(device);
            return Loss(tape, Make([.. Enumerable.Range(0, 30)])).ToScalar();
        }

        return (result, validations);
    }

    private static TrainingResult RunCapturedTrainer()
    {
        Device device = Device.Default;
        using Sequential<float> model = Model(device);
        using var optimizer = new AdamW<float>(model.Parameters);
        DataLoader<Batch> loader = Loader(dropLast: true);
        using Tensor<float> x = Tensor<float>.Allocate(device, [16, 4]);
        using IndexTensor y = IndexTensor.Create(device, new int[16], [16], bound: 3);
        using var trainer = new Trainer<float, Batch>(
            model,
            optimizer,
            loader,
            send: batch =>
            {
                x.CopyFrom(batch.Inputs);
                y.CopyFrom(batch.Labels);
            },
            loss: tape => model.Forward(tape.Use(x)).CrossEntropy(y),
            new TrainerOptions { Steps = 50, MaximumNorm = 1 });
        return trainer.Run();
    }

    private static Sequential<float> Model(Device device)
    {
        var random = new RandomState(seed: 1);
        return new(new Linear<float>(device, 4, 32, random), new Activation<float>(x => x.Gelu()), new Dropout<float>(0.1), new Linear<float>(device, 32, 3, random));
    }

    private static DataLoader<Batch> Loader(bool dropLast) => new(70, 16, Make, new DataLoaderOptions { Seed = 1, DropLast = dropLast });

    private static Batch Make(int[] numbers) => new([.. numbers.SelectMany(i => new float[] { i % 3, 1, 2, 3 })], [.. numbers.Select(i => i % 3)]);

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

    private sealed record Batch(float[] Inputs, int[] Labels);
}
