using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

/// <summary>Scaled losses and models in 16 bits, trained by <see cref="Trainer{T, TBatch}"/>.</summary>
public sealed class TrainerScalingTests
{
    private const int Steps = 30;

    public static TheoryData<string, bool> Runs => TrainerTests.Runs;

    public static TheoryData<string> Optimizers => ["AdamW", "RAdam", "Lion", "RmsProp", "Sgd"];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_GradientsOverflow_HasTheBitsOfALoopThatWaits(string kind, bool isCaptured)
        => AssertLikeALoop(TestDevice.Get(kind), isCaptured, parameters => new AdamW<float>(parameters));

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Run_GradientsOverflow_CountsNoStepOfAnyOptimizer(string name) => AssertLikeALoop(TestDevice.Get("cpu"), isCaptured: true, name switch
    {
        "AdamW" => parameters => new AdamW<float>(parameters, new AdamOptions { SecondDecay = 0.5 }),
        "RAdam" => parameters => new RAdam<float>(parameters),
        "Lion" => parameters => new Lion<float>(parameters),
        "RmsProp" => parameters => new RmsProp<float>(parameters, new RmsPropOptions { Momentum = 0.5 }),
        _ => parameters => new Sgd<float>(parameters, new SgdOptions { Momentum = 0.9, IsNesterov = true }),
    });

    /// <summary>Corrections are sent for some steps at a time; those of Adam have not settled by then, nor is the number of steps made that of the steps.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_LongerThanCorrectionsAreSentFor_HasTheBitsOfALoopThatWaits(bool isCaptured)
        => AssertLikeALoop(TestDevice.Get("cpu"), isCaptured, parameters => new AdamW<float>(parameters), ScaledStep.CorrectedSteps + 20);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Resume_WhileStepsAreLeftOut_GivesTheBitsOfTheUnbrokenRun(string kind, bool isCaptured)
    {
        const int Saved = 6;
        const int All = 17;
        Device device = TestDevice.Get(kind);
        using var temporary = new TemporaryFile(".safetensors", "");
        using var unbroken = new ScaledTrainerProblem(device);
        TrainerOptions Options(ScaledTrainerProblem problem, long steps)
            => ScaledTrainerProblem.Options(steps) with { AverageDecay = 0.8, Validate = problem.Validate, ValidationInterval = 5 };
        List<TrainingProgress> expected = Run(unbroken.Trainer(Options(unbroken, All), isCaptured));

        using var first = new ScaledTrainerProblem(device);
        List<TrainingProgress> actual = Run(first.Trainer(Options(first, Saved) with { CheckpointPath = temporary.Path }, isCaptured));
        Assert.InRange(actual[^1].SkippedSteps, 1, Saved - 1);
        using var second = new ScaledTrainerProblem(device, seed: 2);
        Trainer<float, int[]> trainer = second.Trainer(Options(second, All), isCaptured);
        trainer.Resume(temporary.Path);
        actual.AddRange(Run(trainer));

        Assert.Equal(expected.Select(Figures), actual.Select(Figures));
        Assert.Equal(unbroken.State(), second.State());
        Assert.Equal(unbroken.Optimizer.Steps, second.Optimizer.Steps);
        Assert.Equal(trainer.BestValidation, second.Validate());
    }

    /// <summary>What a run sends to the device when it begins is not that of the file.</summary>
    [Fact]
    public void Resume_AfterAFirstStepThatFailed_GivesTheBitsOfTheUnbrokenRun()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var unbroken = new ScaledTrainerProblem(device);
        Run(unbroken.Trainer(ScaledTrainerProblem.Options(12), isCaptured: false));
        using var first = new ScaledTrainerProblem(device);
        Run(first.Trainer(ScaledTrainerProblem.Options(6) with { CheckpointPath = temporary.Path }, isCaptured: false));

        using var second = new ScaledTrainerProblem(device, seed: 2);
        bool fails = true;
        var trainer = new Trainer<float, int[]>(
            second.Weights,
            second.Optimizer,
            ScaledTrainerProblem.Loader,
            (tape, batch) => fails ? throw new NotSupportedException() : second.Loss(tape, batch),
            ScaledTrainerProblem.Options(12));
        Assert.Throws<NotSupportedException>(() => trainer.Run());
        fails = false;
        trainer.Resume(temporary.Path);
        Run(trainer);

        Assert.Equal(unbroken.State(), second.State());
        Assert.Equal(unbroken.Optimizer.Steps, second.Optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_ModelOfFloatThatPassesSixteenBits_LeavesOutStepsAndResumes(string kind, bool isCaptured)
    {
        Device device = TestDevice.Get(kind);
        using var temporary = new TemporaryFile(".safetensors", "");
        (List<TrainingProgress> expected, float[][] weights, long made) = Train(Steps);
        Assert.InRange(expected[^1].SkippedSteps, 1, Steps / 2);
        Assert.Equal(Steps - expected[^1].SkippedSteps, made);
        List<TrainingProgress> actual = Train(9, save: true).Progress;
        (List<TrainingProgress> rest, float[][] resumed, _) = Train(Steps, resume: true);
        Assert.Equal(expected.Select(Figures), actual.Concat(rest).Select(Figures));
        Assert.Equal(weights, resumed);

        (List<TrainingProgress> Progress, float[][] Weights, long Made) Train(long steps, bool save = false, bool resume = false)
        {
            using Sequential<float> model = ScaledTrainerProblem.Network<float>(device, resume ? 2u : 1u, dropout: 0.2);
            using var optimizer = new AdamW<float>(model.Parameters);
            using Tensor<float> inputs = Tensor<float>.Allocate(device, [ScaledTrainerProblem.BatchSize, 6]);
            using IndexTensor labels = IndexTensor.Create(device, new int[ScaledTrainerProblem.BatchSize], [ScaledTrainerProblem.BatchSize], 3);
            TrainerOptions options = ScaledTrainerProblem.Options(steps) with { LossScaling = ScaledTrainerProblem.Scaling, CheckpointPath = save ? temporary.Path : null };
            Tensor<float> Loss(Tape tape) => model.Forward(tape.Use(inputs)).To<Half>().To<float>().CrossEntropy(labels);
            void Send(int[] batch)
            {
                inputs.CopyFrom(ScaledTrainerProblem.Values(batch));
                labels.CopyFrom(ScaledTrainerProblem.Labels(batch));
            }

            Trainer<float, int[]> trainer = isCaptured
                ? new Trainer<float, int[]>(model, optimizer, ScaledTrainerProblem.Loader, Send, Loss, options)
                : new Trainer<float, int[]>(
                    model,
                    optimizer,
                    ScaledTrainerProblem.Loader,
                    (tape, batch) =>
                    {
                        Send(batch);
                        return Loss(tape);
                    },
                    options);
            if (resume)
            {
                trainer.Resume(temporary.Path);
            }

            List<TrainingProgress> progress = Run(trainer);
            return (progress, [.. model.Parameters.Select(parameter => parameter.ToArray())], optimizer.Steps);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Run_InSixteenBits_ReachesTheLossOfFloat(string kind)
    {
        Device device = TestDevice.Get(kind);
        using Sequential<float> wide = ScaledTrainerProblem.Network<float>(device, 1, dropout: 0);
        using var optimizer = new AdamW<float>(wide.Parameters);
        double[] expected = Losses(new Trainer<float, int[]>(
            wide,
            optimizer,
            ScaledTrainerProblem.Loader,
            (tape, batch) => wide.Forward(tape.Create<float>(ScaledTrainerProblem.Values(batch), [batch.Length, 6])).CrossEntropy(tape.CreateIndices(ScaledTrainerProblem.Labels(batch), [batch.Length])),
            ScaledTrainerProblem.Options(40)));
        using var narrow = new ScaledTrainerProblem(device, dropout: 0, scaling: new LossScalerOptions { InitialScale = 1024, GrowthInterval = 20 });
        double[] actual = Losses(narrow.Trainer(ScaledTrainerProblem.Options(40), isCaptured: true));

        // Weights and activations are rounded by 2⁻¹¹ of themselves, so logits, sums of 16 products in two layers, by a few times 2⁻¹¹ of numbers of the order of 1, and so is a loss of the same weights: 0.005 of the
        // first loss. The paths then part by what forty updates make of that; 0.02 of the first loss is four times the plain effect, and a twentieth of what is learned.
        Assert.Equal(expected[0], actual[0], 0.005 * expected[0]);
        Assert.Equal(expected[^1], actual[^1], 0.02 * expected[0]);
        Assert.InRange(expected[^1], 0, 0.6 * expected[0]);
        Assert.Equal(4096, narrow.Weights.Scaler.Scale);

        static double[] Losses(Trainer<float, int[]> trainer) => [.. Run(trainer).Select(progress => progress.Loss)];
    }

    [Fact]
    public void Run_WithoutEnd_OfAnOptimizerWithSteps_CanBeCancelled()
    {
        using var problem = new ScaledTrainerProblem(TestDevice.Get("cpu"));
        problem.Optimizer.Step([.. problem.Weights.Parameters.Select(parameter => parameter.Detach())]);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        using Trainer<float, int[]> trainer = problem.Trainer(ScaledTrainerProblem.Options(long.MaxValue), isCaptured: false);
        Assert.Equal(TrainingEnd.Cancelled, trainer.Run(cancellationToken: cancellation.Token).End);
        Assert.Equal(1, problem.Optimizer.Steps);
    }

    [Fact]
    public void Trainer_WrongScaling_SaysSo()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var problem = new ScaledTrainerProblem(device);
        var scaled = new TrainerOptions { Steps = 3, LossScaling = new LossScalerOptions() };
        Assert.Contains("scaler of their own", Assert.Throws<ArgumentException>(() => problem.Trainer(scaled, isCaptured: false)).Message, StringComparison.Ordinal);
        using var part = new AdamW<float>(problem.Weights.Parameters.Skip(1));
        Assert.Contains(
            "other parameters",
            Assert.Throws<ArgumentException>(() => new Trainer<float, int[]>(problem.Weights, part, ScaledTrainerProblem.Loader, problem.Loss, ScaledTrainerProblem.Options(3))).Message,
            StringComparison.Ordinal);
        using Sequential<double> exact = ScaledTrainerProblem.Network<double>(device, 1, 0);
        using var adam = new AdamW<double>(exact.Parameters);
        Assert.Contains(
            "float",
            Assert.Throws<ArgumentException>(() => new Trainer<double, int[]>(exact, adam, ScaledTrainerProblem.Loader, (tape, _) => tape.Full(0d, []), scaled)).Message,
            StringComparison.Ordinal);

        using Sequential<float> model = ScaledTrainerProblem.Network<float>(device, 1, 0);
        using var optimizer = new AdamW<float>(model.Parameters);
        Trainer<float, int[]> Make(TrainerOptions options) => new(model, optimizer, ScaledTrainerProblem.Loader, (tape, _) => tape.Full(0f, []), options);
        using Trainer<float, int[]> plain = Make(new TrainerOptions { Steps = 3 });
        using Trainer<float, int[]> withScale = Make(scaled);
        plain.Save(temporary.Path);
        Assert.Contains("trainer.skipped", Assert.Throws<InvalidDataException>(() => withScale.Resume(temporary.Path)).Message, StringComparison.Ordinal);
        withScale.Save(temporary.Path);
        Assert.Contains("loss_scaler.state", Assert.Throws<InvalidDataException>(() => plain.Resume(temporary.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>The run as a loop of one's own, which waits in each step for whether the gradients are finite, and counts no step of the optimiser where they are not.</summary>
    private static void AssertLikeALoop(Device device, bool isCaptured, Func<IReadOnlyList<Tensor<float>>, Optimizer<float>> create, int steps = Steps)
    {
        using var loop = new ScaledTrainerProblem(device, optimizer: create);
        using var problem = new ScaledTrainerProblem(device, optimizer: create);
        var random = new RandomState(5);
        var expected = new List<(double Loss, double? Scale, long Skipped)>();
        for (int step = 0; step < steps; step++)
        {
            (int epoch, int number) = Math.DivRem(step, ScaledTrainerProblem.Batches);
            using var tape = new Tape(device, random);
            Tensor<float> loss = loop.Loss(tape, ScaledTrainerProblem.Loader.Batches(epoch, number).First());
            loop.Optimizer.LearningRate = ScaledTrainerProblem.Rate(step);
            if (loop.Weights.TryGradients(loss, out Tensor<float>[] gradients))
            {
                loop.Optimizer.Step(gradients.ClipByNorm(0.8f, out _));
                loop.Weights.Round();
            }

            expected.Add((loss.ToScalar(), loop.Weights.Scaler.Scale, step + 1 - loop.Optimizer.Steps));
        }

        List<TrainingProgress> actual = Run(problem.Trainer(ScaledTrainerProblem.Options(steps), isCaptured));

        Assert.Equal(expected, actual.Select(progress => (progress.Loss, progress.LossScale, progress.SkippedSteps)));
        Assert.Equal(loop.State(), problem.State());
        Assert.Equal(loop.Optimizer.Steps, problem.Optimizer.Steps);

        // Steps were left out at first, and the scale has grown later.
        Assert.InRange(actual[0].SkippedSteps, 1, 1);
        Assert.Contains(actual.Zip(actual.Skip(1)), pair => pair.Second.LossScale > pair.First.LossScale);
        Assert.InRange(actual[^1].SkippedSteps, 2, steps / 2);
    }

    private static List<TrainingProgress> Run(Trainer<float, int[]> trainer)
    {
        using (trainer)
        {
            var reports = new List<TrainingProgress>();
            trainer.Run(new ImmediateProgress<TrainingProgress>(reports.Add));
            return reports;
        }
    }

    private static (long Step, double Loss, double Rate, double? Norm, double? Scale, long Skipped, double? Validation) Figures(TrainingProgress progress)
        => (progress.Step, progress.Loss, progress.LearningRate, progress.GradientNorm, progress.LossScale, progress.SkippedSteps, progress.Step % 5 == 0 ? progress.Validation : null);
}
