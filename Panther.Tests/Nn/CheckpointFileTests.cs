using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

public sealed class CheckpointFileTests
{
    private const int BatchSize = 8;
    private static readonly float[] Inputs = [.. GradientCheck.Values([37, 6], 1).Select(v => (float)v)];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Load_InTheMiddleOfAnEpoch_GivesTheLossesOfTheUnbrokenRun(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (Func<IEnumerable<Tensor<float>>, Optimizer<float>> create in (Func<IEnumerable<Tensor<float>>, Optimizer<float>>[])
            [p => new AdamW<float>(p), p => new Lion<float>(p), p => new Sgd<float>(p)])
        {
            AssertResumes(device, create);
        }
    }

    [Fact]
    public void Load_FileOfAnotherOptimizerOrModel_SaysSo()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using Sequential<float> model = Model(device, 1);
        using Sequential<float> other = new(new Linear<float>(device, 6, 5, new RandomState(1)));
        using var adam = new Adam<float>(model.Parameters);
        using var adamW = new AdamW<float>(model.Parameters);
        using var smaller = new Adam<float>(other.Parameters);
        Checkpoint.Save(temporary.Path, model, adam, new RandomState(ulong.MaxValue, uint.MaxValue));
        RandomState random = Checkpoint.Load(temporary.Path, model, adam);
        Assert.Equal((ulong.MaxValue, uint.MaxValue), (random.Seed, random.Position));
        Assert.Contains("Adam, not of AdamW", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(temporary.Path, model, adamW)).Message, StringComparison.Ordinal);
        Assert.Contains("optimizer.first", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(temporary.Path, model, smaller)).Message, StringComparison.Ordinal);
        Assert.Contains("model.2.bias", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(temporary.Path, other, adam)).Message, StringComparison.Ordinal);
        model.Save(temporary.Path);
        Assert.Contains("no checkpoint", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(temporary.Path, model, adam)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherOptions_SaysWhichAndTakesThemWhenAllowed()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using Sequential<float> model = Model(device, 1);
        using var saved = new AdamW<float>(model.Parameters, new AdamOptions { WeightDecay = 0.1, LearningRate = 1 });
        using var other = new AdamW<float>(model.Parameters, new AdamOptions { WeightDecay = 0.2, LearningRate = 2 });
        Checkpoint.Save(temporary.Path, model, saved, new RandomState(1));
        string message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(temporary.Path, model, other)).Message;
        Assert.Contains("weight_decay (0.1 in the file, 0.2 here)", message, StringComparison.Ordinal);
        Assert.DoesNotContain("first_decay", message, StringComparison.Ordinal);
        Assert.Equal(2, other.LearningRate);
        Checkpoint.Load(temporary.Path, model, other, allowOtherOptions: true);
        Assert.Equal(1, other.LearningRate);
    }

    [Fact]
    public void Load_Averages_GoOn()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using Sequential<float> model = Model(device, 1);
        using Sequential<float> resumed = Model(device, 2);
        using var optimizer = new Sgd<float>(model.Parameters);
        using var restored = new Sgd<float>(resumed.Parameters);
        using var average = new WeightAverage<float>(model.Parameters, 0.9);
        average.Update();
        model.Parameters[0].CopyFrom(new float[model.Parameters[0].Length]);
        Checkpoint.Save(temporary.Path, model, optimizer, new RandomState(1), average);
        using var next = new WeightAverage<float>(resumed.Parameters, 0.9);
        Checkpoint.Load(temporary.Path, resumed, restored, next);
        Assert.Equal(1, next.Steps);
        foreach (WeightAverage<float> either in (WeightAverage<float>[])[average, next])
        {
            either.Update();
            either.Swap();
        }

        Assert.Equal(model.Parameters.Select(p => p.ToArray()), resumed.Parameters.Select(p => p.ToArray()));
        Assert.Throws<InvalidOperationException>(() => Checkpoint.Save(temporary.Path, model, optimizer, new RandomState(1), average));
    }

    private static void AssertResumes(Device device, Func<IEnumerable<Tensor<float>>, Optimizer<float>> create)
    {
        const int Saved = 7;
        const int All = 12;
        using var temporary = new TemporaryFile(".safetensors", "");
        var losses = new List<float>();
        using (Sequential<float> model = Model(device, 1))
        using (Optimizer<float> optimizer = create(model.Parameters))
        {
            var random = new RandomState(5);
            losses.AddRange(Train(model, optimizer, random, Saved));
            Checkpoint.Save(temporary.Path, model, optimizer, random);
            losses.AddRange(Train(model, optimizer, random, All));
        }

        using Sequential<float> resumed = Model(device, 2);
        using Optimizer<float> restored = create(resumed.Parameters);
        RandomState position = Checkpoint.Load(temporary.Path, resumed, restored);
        Assert.Equal(Saved, restored.Steps);
        Assert.Equal(losses[Saved..], Train(resumed, restored, position, All));
        Assert.Equal(All, losses.Distinct().Count());
    }

    private static Sequential<float> Model(Device device, ulong seed)
    {
        var random = new RandomState(seed);
        return new(new Linear<float>(device, 6, 9, random), new Dropout<float>(0.3), new Linear<float>(device, 9, 3, random));
    }

    // Everything follows from the number of the step: epoch, batch and learning rate.
    private static List<float> Train(Sequential<float> model, Optimizer<float> optimizer, RandomState random, int until)
    {
        var loader = new DataLoader<int[]>(Inputs.Length / 6, BatchSize, numbers => numbers, new DataLoaderOptions { Seed = 3 });
        var losses = new List<float>();
        while (optimizer.Steps < until)
        {
            (long epoch, long first) = Math.DivRem(optimizer.Steps, (long)loader.BatchCount);
            foreach (int[] batch in loader.Batches((int)epoch, (int)first).Take((int)(until - optimizer.Steps)))
            {
                using var tape = new Tape(model.Parameters[0].Device, random);
                Tensor<float> x = tape.Create<float>([.. batch.SelectMany(i => Inputs[(6 * i)..((6 * i) + 6)])], [batch.Length, 6]);
                Tensor<float> loss = model.Forward(x).CrossEntropy(tape.CreateIndices([.. batch.Select(i => i % 3)], [batch.Length]));
                optimizer.LearningRate = 0.01 * Schedule.WarmUp(optimizer.Steps, 4) * Schedule.Cosine(optimizer.Steps, 12, 0.1);
                optimizer.Step(tape.Gradients(loss, model.Parameters));
                losses.Add(loss.ToScalar());
            }
        }

        return losses;
    }
}
