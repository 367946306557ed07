using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

public sealed class TrainerTests
{
    public static TheoryData<string, bool> Runs
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string kind in (string[])["cpu", "cuda", "opencl"])
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Resume_InTheMiddleOfAnEpoch_GivesTheBitsOfTheUnbrokenRun(string kind, bool isCaptured)
    {
        const int Saved = 7;
        const int All = 13;
        Device device = TestDevice.Get(kind);
        using var temporary = new TemporaryFile(".safetensors", "");
        using var unbroken = new TrainerProblem(device);
        List<TrainingProgress> expected = Run(unbroken, WithValidation(unbroken, All), isCaptured);

        using var first = new TrainerProblem(device);
        List<TrainingProgress> actual = Run(first, WithValidation(first, Saved) with { CheckpointPath = temporary.Path }, isCaptured);
        using var second = new TrainerProblem(device, seed: 2);
        using Trainer<float, int[]> trainer = second.Trainer(WithValidation(second, All), isCaptured);
        trainer.Resume(temporary.Path);
        Assert.Equal(Saved, trainer.Step);
        actual.AddRange(Run(trainer));

        Assert.Equal(expected.Select(Figures), actual.Select(Figures));
        Assert.Equal(All, actual.Select(progress => progress.Loss).Distinct().Count());
        Assert.Equal(unbroken.State(), second.State());

        // Validations of the unbroken run, after steps 5, 10 and 13; the broken one has one more, after step 7, and its best model is in the file.
        Assert.NotNull(trainer.BestValidation);
        Assert.Equal(trainer.BestValidation, second.Validate());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Run_CapturedAsAGraph_HasTheBitsOfTheEagerOne(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var eager = new TrainerProblem(device);
        using var captured = new TrainerProblem(device);
        List<TrainingProgress> expected = Run(eager, TrainerProblem.Options(12), isCaptured: false);
        List<TrainingProgress> actual = Run(captured, TrainerProblem.Options(12), isCaptured: true);
        Assert.Equal(expected.Select(Figures), actual.Select(Figures));
        Assert.Equal(eager.State(), captured.State());
        Assert.All(actual, progress => Assert.True(progress is { GradientNorm: > 0, PeakBytes: > 0, StepsPerSecond: > 0 }));
    }

    [Fact]
    public void Run_Cancelled_EndsWithTheBestModelAndACheckpointOfTheLastStep()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var problem = new TrainerProblem(device);
        using var cancellation = new CancellationTokenSource();
        double[] values = [3, 1, 2, 5, 4];
        int calls = 0;
        float[][]? best = null;
        TrainerOptions options = TrainerProblem.Options(1000) with
        {
            ValidationInterval = 2,
            CheckpointPath = temporary.Path,
            Validate = () =>
            {
                Assert.False(problem.Model.IsTraining);
                best = calls == 1 ? problem.State() : best;
                return values[calls++];
            },
        };
        using Trainer<float, int[]> trainer = problem.Trainer(options);

        TrainingResult result = trainer.Run(new ImmediateProgress<TrainingProgress>(progress => Cancel(progress.Step == 9)), cancellation.Token);

        Assert.Equal((TrainingEnd.Cancelled, 9, 1, 4), (result.End, result.Steps, result.BestValidation, result.BestStep));
        Assert.Equal(best, problem.State());
        Assert.False(problem.Model.IsTraining);
        Assert.Throws<InvalidOperationException>(() => trainer.Run(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => trainer.Save(temporary.Path));

        using var resumed = new TrainerProblem(device, seed: 2);
        using Trainer<float, int[]> next = resumed.Trainer(options with { Steps = 9, Validate = () => 2, CheckpointPath = null });
        next.Resume(temporary.Path);
        Assert.Equal((9, 1, 4), (next.Step, next.BestValidation, next.BestStep));
        Assert.Equal(TrainingEnd.Completed, next.Run(cancellationToken: TestContext.Current.CancellationToken).End);
        Assert.Equal(best, resumed.State());

        void Cancel(bool isTime)
        {
            if (isTime)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void Run_CancelledWithinAStep_HasNotMadeIt()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var unbroken = new TrainerProblem(device);
        List<TrainingProgress> expected = Run(unbroken, TrainerProblem.Options(8), isCaptured: false);

        using var problem = new TrainerProblem(device);
        using var cancellation = new CancellationTokenSource();
        using (Trainer<float, int[]> trainer = problem.Trainer(TrainerProblem.Options(8) with
        {
            CheckpointPath = temporary.Path,
            LearningRate = step => step == 4 ? Stop() : TrainerProblem.Options(8).LearningRate!(step),
        }))
        {
            Assert.Equal((TrainingEnd.Cancelled, 4), (trainer.Run(cancellationToken: cancellation.Token) is var result ? result.End : default, result.Steps));
        }

        using var second = new TrainerProblem(device, seed: 2);
        using Trainer<float, int[]> rest = second.Trainer(TrainerProblem.Options(8));
        rest.Resume(temporary.Path);
        Assert.Equal(expected.Skip(4).Select(Figures), Run(rest).Select(Figures));

        double Stop()
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        }
    }

    [Fact]
    public void Resume_CancelledWithinAValidation_MakesItAtOnce()
    {
        const int Validated = 5;
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var unbroken = new TrainerProblem(device);
        int calls = 0;
        TrainerOptions options = TrainerProblem.Options(12) with { ValidationInterval = Validated };
        using Trainer<float, int[]> whole = unbroken.Trainer(options with { Validate = () => calls++ });
        Run(whole);

        using var problem = new TrainerProblem(device);
        using var cancellation = new CancellationTokenSource();
        using (Trainer<float, int[]> trainer = problem.Trainer(options with { CheckpointPath = temporary.Path, Validate = Stop }))
        {
            TrainingResult result = trainer.Run(cancellationToken: cancellation.Token);
            Assert.Equal((TrainingEnd.Cancelled, Validated, null), (result.End, result.Steps, result.BestValidation));
        }

        calls = 0;
        using var second = new TrainerProblem(device, seed: 2);
        using Trainer<float, int[]> rest = second.Trainer(options with { Validate = () => calls++ });
        rest.Resume(temporary.Path);
        Run(rest);
        Assert.Equal(3, calls);
        Assert.Equal((0, Validated), (rest.BestValidation, rest.BestStep));
        Assert.Equal(unbroken.State(), second.State());

        double Stop()
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        }
    }

    [Fact]
    public void Run_NoImprovement_EndsEarlyAlsoWhenResumed()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var problem = new TrainerProblem(device);
        double[] values = [double.NaN, 3, 3, 4];
        int calls = 0;
        TrainerOptions options = TrainerProblem.Options(1000) with { ValidationInterval = 3, Patience = 2, CheckpointPath = temporary.Path, Validate = () => values[calls++] };
        using (Trainer<float, int[]> trainer = problem.Trainer(options))
        {
            TrainingResult result = trainer.Run(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal((TrainingEnd.NoImprovement, 12, 3, 6), (result.End, result.Steps, result.BestValidation, result.BestStep));
        }

        using Trainer<float, int[]> resumed = problem.Trainer(options);
        resumed.Resume(temporary.Path);
        Assert.Equal((TrainingEnd.NoImprovement, 12), (resumed.Run(cancellationToken: TestContext.Current.CancellationToken) is var again ? again.End : default, again.Steps));
        Assert.Equal(4, calls);
    }

    [Fact]
    public void Run_TwoEpochs_ReportsEachIntervalAndTheLastStep()
    {
        Device device = TestDevice.Get("cpu");
        using var problem = new TrainerProblem(device);
        using Trainer<float, int[]> trainer = problem.Trainer(TrainerProblem.Options(10) with { Steps = null, Epochs = 2, ReportInterval = 4 });
        var steps = new List<(long Step, int Epoch)>();
        TrainingResult result = trainer.Run(new ImmediateProgress<TrainingProgress>(progress => steps.Add((progress.Step, progress.Epoch))), TestContext.Current.CancellationToken);
        Assert.Equal([(4, 0), (8, 1), (10, 1)], steps);
        Assert.Equal((TrainingEnd.Completed, 10, null), (result.End, result.Steps, result.BestValidation));
    }

    [Fact]
    public void Trainer_WrongOptionsOrFiles_SaysSo()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var problem = new TrainerProblem(device);
        Assert.Throws<ArgumentException>(() => problem.Trainer(new TrainerOptions()));
        Assert.Throws<ArgumentException>(() => problem.Trainer(new TrainerOptions { Steps = 1, Epochs = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Trainer(new TrainerOptions { Steps = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Trainer(new TrainerOptions { Steps = 1, ReportInterval = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Trainer(new TrainerOptions { Steps = 1, MaximumNorm = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Trainer(new TrainerOptions { Steps = 1, MaximumNorm = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Trainer(new TrainerOptions { Steps = 1, MaximumNorm = 1e-60 }));
        var empty = new DataLoader<int[]>(3, 4, numbers => numbers, new DataLoaderOptions { DropLast = true });
        Assert.Contains(
            "no batch",
            Assert.Throws<ArgumentException>(() => new Trainer<float, int[]>(problem.Model, problem.Optimizer, empty, (tape, _) => tape.Full(0f, []), new TrainerOptions { Epochs = 1 })).Message,
            StringComparison.Ordinal);

        Checkpoint.Save(temporary.Path, problem.Model, problem.Optimizer, new RandomState(1));
        using Trainer<float, int[]> trainer = problem.Trainer(TrainerProblem.Options(3));
        Assert.Contains("trainer.step", Assert.Throws<InvalidDataException>(() => trainer.Resume(temporary.Path)).Message, StringComparison.Ordinal);
        trainer.Save(temporary.Path);
        using Trainer<float, int[]> other = problem.Trainer(TrainerProblem.Options(3) with { AverageDecay = 0.9 });
        Assert.Contains("decay 0.8, not 0.9", Assert.Throws<InvalidDataException>(() => other.Resume(temporary.Path)).Message, StringComparison.Ordinal);
        using Trainer<float, int[]> none = problem.Trainer(TrainerProblem.Options(3) with { AverageDecay = null });
        Assert.Contains("average", Assert.Throws<InvalidDataException>(() => none.Resume(temporary.Path)).Message, StringComparison.Ordinal);
        Run(trainer);
        Assert.Throws<InvalidOperationException>(() => trainer.Resume(temporary.Path));
        trainer.Dispose();
        Assert.Contains("Trainer after 3 steps", Assert.Throws<ObjectDisposedException>(() => trainer.Run()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_LossOfNoParameter_SaysSo(bool isCaptured)
    {
        using var problem = new TrainerProblem(TestDevice.Get("cpu"));
        var loader = new DataLoader<int[]>(4, 2, numbers => numbers);
        var options = new TrainerOptions { Steps = 3 };
        using Trainer<float, int[]> trainer = isCaptured
            ? new Trainer<float, int[]>(problem.Model, problem.Optimizer, loader, _ => { }, tape => tape.Full(1f, []), options)
            : new Trainer<float, int[]>(problem.Model, problem.Optimizer, loader, (tape, _) => tape.Full(1f, []), options);
        Assert.Contains("no parameter", Assert.Throws<InvalidOperationException>(() => trainer.Run()).Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Step);
    }

    private static TrainerOptions WithValidation(TrainerProblem problem, long steps) => TrainerProblem.Options(steps) with { Validate = problem.Validate };

    private static List<TrainingProgress> Run(TrainerProblem problem, TrainerOptions options, bool isCaptured)
    {
        using Trainer<float, int[]> trainer = problem.Trainer(options, isCaptured);
        return Run(trainer);
    }

    private static List<TrainingProgress> Run(Trainer<float, int[]> trainer)
    {
        var reports = new List<TrainingProgress>();
        trainer.Run(new ImmediateProgress<TrainingProgress>(reports.Add));
        return reports;
    }

    private static (long Step, int Epoch, double Loss, double Rate, double? Norm) Figures(TrainingProgress progress)
        => (progress.Step, progress.Epoch, progress.Loss, progress.LearningRate, progress.GradientNorm);
}
