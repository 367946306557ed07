using CharTransformer;
using CharTransformer.Model;
using CharTransformer.Text;
using CharTransformer.Training;

namespace Panther.Tests.Samples;

public sealed class CharTransformerTests
{
    private static readonly string[] Tiny =
        ["--device", "cpu", "--layers", "1", "--width", "32", "--heads", "2", "--context", "16", "--batch", "8", "--steps", "40", "--evaluate", "20", "--generate", "30", "--learning-rate", "0.005"];

    [Theory]
    [InlineData("Dense, 50304 bytes of 50304")]
    [InlineData("Sketched, 24064 bytes of 50304", "--sketched", "0.5")]
    [InlineData("LowRank, 23936 bytes of 50304", "--low-rank", "0.5")]
    public void Run_GeneratedText_LearnsAndReloads(string layers, params string[] options)
    {
        SampleRun run = SampleRun.Of(CharTransformerCommand.Run, [.. Tiny, .. options]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(layers, run.Output, StringComparison.Ordinal);
        Assert.Contains("the same to the last bit", run.Output, StringComparison.Ordinal);

        // 29 characters: ln 29 = 3.37 for a model that knows nothing.
        string last = run.Output.Split('\r', '\n').Last(line => line.Contains("step      40:", StringComparison.Ordinal));
        Assert.InRange(double.Parse(last.Split("and ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 1, 3.2);
        Assert.Equal(30, run.Output[..^Environment.NewLine.Length].Split($"bit{Environment.NewLine}{Environment.NewLine}")[1].Length);
    }

    [Fact]
    public void Run_FromItsCheckpoint_GoesOnAsIfItHadNotStopped()
    {
        using var file = new TemporaryFile(".safetensors", "");
        CharTransformerOptions options = CharTransformerOptions.Parse([.. Tiny, "--dropout", "0.1"]);
        var text = new CharacterText(GeneratedText.Create(3000, seed: 1));
        using var whole = new TrainingRun(TestDevice.Get("cpu"), text, options);
        using var second = new TrainingRun(TestDevice.Get("cpu"), text, options);
        List<Evaluation> expected = [];
        foreach (Evaluation evaluation in whole.Run((_, _) => { }))
        {
            expected.Add(evaluation);
            if (evaluation.Step == 20)
            {
                whole.Save(file.Path);
            }
        }

        second.Load(file.Path);
        Evaluation[] actual = [.. second.Run((_, _) => { })];

        Assert.Equal([20, 40], actual.Select(e => e.Step));
        Assert.Equal(expected.Skip(1).Select(e => (e.TrainingLoss, e.ValidationLoss)), actual.Select(e => (e.TrainingLoss, e.ValidationLoss)));
    }

    [Fact]
    public void Run_Resumed_GoesOnInItsLog()
    {
        using var file = new TemporaryFile(".safetensors", "");
        using var log = new TemporaryFile(".csv", "of another run");
        Assert.Equal(0, SampleRun.Of(CharTransformerCommand.Run, [.. Tiny, "--steps", "20", "--save", file.Path, "--log", log.Path]).Code);
        Assert.Equal(0, SampleRun.Of(CharTransformerCommand.Run, [.. Tiny, "--load", file.Path, "--log", log.Path]).Code);
        Assert.Equal(["step", "0", "20", "20", "40"], File.ReadLines(log.Path).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Run_Steps_NeedNoMoreMemoryThanTheFirst()
    {
        using var run = new TrainingRun(TestDevice.Get("cpu"), new CharacterText(GeneratedText.Create(3000, seed: 1)), CharTransformerOptions.Parse(Tiny));
        Assert.Equal(3, run.Run((_, _) => { }).Count());
        Assert.Equal(run.EarlyPoolBytes, run.PoolBytes);
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
        SampleRun run = SampleRun.Of(CharTransformerCommand.Run, args);

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Kinds_TakeARatioIfOneIsGiven()
    {
        CharTransformerOptions sketched = CharTransformerOptions.Parse(["--sketched", "--layers", "3"]);
        CharTransformerOptions lowRank = CharTransformerOptions.Parse(["--low-rank", "0.1"]);
        Assert.Equal((HiddenKind.Sketched, 0.24, 3), (sketched.Kind, sketched.Ratio, sketched.Layers));
        Assert.Equal((HiddenKind.LowRank, 0.1), (lowRank.Kind, lowRank.Ratio));
    }
}
