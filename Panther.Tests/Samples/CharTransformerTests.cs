using CharTransformer;
using CharTransformer.Model;
using CharTransformer.Text;
using CharTransformer.Training;
using Panther.Nn;

namespace Panther.Tests.Samples;

public sealed class CharTransformerTests
{
    private static readonly string[] Tiny =
        ["--device", "cpu", "--layers", "1", "--width", "32", "--heads", "2", "--context", "16", "--batch", "8", "--steps", "40", "--evaluate", "20", "--generate", "30", "--learning-rate", "0.005"];

    [Theory]
    [InlineData("Dense, 50304 bytes of 50304")]
    [InlineData("Sketched, 24064 bytes of 50304", "--sketched", "0.5")]
    [InlineData("LowRank, 23936 bytes of 50304", "--low-rank", "0.5")]
    [InlineData("Dense, 50304 bytes of 50304", "--captured", "--dropout", "0.1")]
    public void Run_GeneratedText_LearnsAndReloads(string layers, params string[] options)
    {
        SampleRun run = Run([.. Tiny, .. options]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(layers, run.Output, StringComparison.Ordinal);
        Assert.Contains("the same to the last bit", run.Output, StringComparison.Ordinal);
        Assert.Contains("trained   40 steps; the best model is kept", run.Output, StringComparison.Ordinal);

        // 29 characters: ln 29 = 3.37 for a model that knows nothing.
        string last = run.Output.Split('\n').Last(line => line.Contains("step      40:", StringComparison.Ordinal));
        Assert.InRange(double.Parse(last.Split("and ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 1, 3.2);
        Assert.Equal(30, run.Output[..^Environment.NewLine.Length].Split($"bit{Environment.NewLine}{Environment.NewLine}")[1].Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_FromItsCheckpoint_GoesOnAsIfItHadNotStopped(bool isCaptured)
    {
        using var file = new TemporaryFile(".safetensors", "");
        var text = new CharacterText(GeneratedText.Create(3000, seed: 1));
        CharTransformerOptions options = Parse([.. Tiny, "--dropout", "0.1"]) with { IsCaptured = isCaptured };
        using var whole = new TrainingRun(TestDevice.Get("cpu"), text, options);
        using var first = new TrainingRun(TestDevice.Get("cpu"), text, options with { Checkpoint = file.Path });
        using var second = new TrainingRun(TestDevice.Get("cpu"), text, options);
        using var cancellation = new CancellationTokenSource();

        Assert.Equal(40, whole.Run(new ImmediateProgress<TrainingProgress>(_ => { }), TestContext.Current.CancellationToken).Steps);
        Assert.Equal(30, first.Run(new ImmediateProgress<TrainingProgress>(progress => Cancel(progress.Step == 30)), cancellation.Token).Steps);
        second.Resume(file.Path);
        TrainingResult result = second.Run(new ImmediateProgress<TrainingProgress>(_ => { }), TestContext.Current.CancellationToken);

        Assert.Equal(whole.LastEvaluation, second.LastEvaluation);
        Assert.Equal(result.BestValidation, second.ValidationLoss(second.Model));
        Assert.Equal(first.LastEvaluation!.ValidationLoss, first.ValidationLoss(first.Model));

        void Cancel(bool isTime)
        {
            if (isTime)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void Run_Resumed_GoesOnInItsLog()
    {
        using var file = new TemporaryFile(".safetensors", "");
        using var log = new TemporaryFile(".csv", "of another run");
        File.Delete(file.Path);
        string[] files = ["--checkpoint", file.Path, "--log", log.Path];
        Assert.Equal(0, Run([.. Tiny, "--steps", "20", .. files]).Code);
        Assert.Equal(0, Run([.. Tiny, .. files]).Code);
        Assert.Equal(["step", "0", "20", "40"], File.ReadLines(log.Path).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Run_Cancelled_WritesWhatItCan()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        SampleRun run = Run(Tiny, cancellation.Token);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("trained   0 steps, cancelled; no evaluation, so the last model is kept", run.Output, StringComparison.Ordinal);
        Assert.Contains("the same to the last bit", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_GeneratedText_IsTheSameForASeed()
    {
        Assert.Equal(GeneratedText.Create(500, 1), GeneratedText.Create(500, 1));
        Assert.NotEqual(GeneratedText.Create(500, 1), GeneratedText.Create(500, 2));
    }

    [Fact]
    public void Batch_AnyStep_TargetsAreWhatComesNext()
    {
        var text = new CharacterText("abcdefghij");
        (int[] inputs, int[] targets) = text.Batch(sequences: 3, context: 4, step: 7);
        Assert.Equal(inputs.Select(code => code + 1), targets);
        Assert.Equal(inputs, text.Batch(3, 4, 7).Inputs);
        Assert.Equal((9, 1), (text.TrainingLength, text.ValidationLength));
    }

    [Theory]
    [InlineData(2, "'--colour' is not an option", "--colour", "red")]
    [InlineData(2, "3 heads do not divide a width of 64", "--heads", "3")]
    [InlineData(2, "--sketched takes a number from 0 to 1, not '2'", "--sketched", "2")]
    [InlineData(2, "leaves no room for a layer", "--low-rank", "0.001")]
    [InlineData(2, "--steps needs a value", "--steps")]
    [InlineData(2, "no more than the context of 20000", "--context", "20000")]
    [InlineData(1, "no-such-file.txt", "--text", "no-such-file.txt")]
    public void Run_WrongArguments_SaysWhy(int code, string message, params string[] args)
    {
        SampleRun run = Run(args);

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Kinds_TakeARatioIfOneIsGiven()
    {
        CharTransformerOptions sketched = Parse(["--sketched", "--layers", "3"]);
        CharTransformerOptions lowRank = Parse(["--low-rank", "0.1"]);
        Assert.Equal((HiddenKind.Sketched, 0.24, 3), (sketched.Kind, sketched.Ratio, sketched.Layers));
        Assert.Equal((HiddenKind.LowRank, 0.1), (lowRank.Kind, lowRank.Ratio));
    }

    private static CharTransformerOptions Parse(string[] args) => CharTransformerOptions.CommandLine.Parse(args);

    private static SampleRun Run(params string[] args) => Run(args, TestContext.Current.CancellationToken);

    private static SampleRun Run(string[] args, CancellationToken cancellationToken)
        => SampleRun.Of((a, output, error) => CharTransformerCommand.Run(a, output, error, isLive: false, cancellationToken), args);
}
