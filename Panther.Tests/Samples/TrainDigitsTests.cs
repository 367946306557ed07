using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrainDigits;

namespace Panther.Tests.Samples;

public sealed partial class TrainDigitsTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn", "--sketched", "0.3")]
    public void Run_NoFile_LearnsDrawnDigitsAndLoadsWhatItSaved(string model, params string[] more)
    {
        using var plot = new TemporaryFile(".svg", "");
        using var saved = new TemporaryFile(".safetensors", "");

        SampleRun run = Run(["--model", model, "--epochs", "1", "--device=cpu", "--plot", plot.Path, "--save", saved.Path, .. more]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("2000 pictures of 8 x 8, drawn; 400 of them held out", run.Output, StringComparison.Ordinal);
        Assert.Contains("the same, bit for bit", run.Output, StringComparison.Ordinal);

        // Chance is 10 %.
        Assert.InRange(Accuracy(run), 80, 100);
        Assert.Equal("svg", XDocument.Load(plot.Path).Root!.Name.LocalName);
    }

    /// <summary>On split and weights of this seed; over five seeds see docs/training.md.</summary>
    [Theory]
    [InlineData(97, "--epochs", "10")]
    [InlineData(97, "--epochs", "10", "--sketched")]
    [InlineData(98, "--model", "cnn", "--epochs", "3")]
    public void Run_Digits_ReachesItsAccuracy(double least, params string[] more)
    {
        SampleRun run = Run(["--data", SampleData.PathOrSkip("digits.csv.gz"), "--device=cpu", .. more]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("1797 pictures", run.Output, StringComparison.Ordinal);
        Assert.InRange(Accuracy(run), least, 100);
    }

    [Fact]
    public void Run_Cancelled_MeasuresWhatItHas()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var output = new StringWriter();
        Assert.Equal(0, TrainDigitsCommand.Run(["--device=cpu"], output, TextWriter.Null, isLive: false, cancellation.Token));
        Assert.Contains("for 0 steps, with compiling the kernels; cancelled", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PlotThatCannotBeWritten_HasSavedTheModel()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        using var saved = new TemporaryFile(".safetensors", "");
        string[] args = ["--device=cpu", "--save", saved.Path, "--plot", Path.Combine(saved.Path, "plot.svg")];
        Assert.Equal(1, TrainDigitsCommand.Run(args, TextWriter.Null, TextWriter.Null, isLive: false, cancellation.Token));
        Assert.NotEqual(0, new FileInfo(saved.Path).Length);
    }

    [Theory]
    [InlineData("3.5", "is no digit")]
    [InlineData("10", "is no digit")]
    [InlineData("3", "has no batch")]
    public void Run_FileOfOneRow_SaysWhatIsWrong(string label, string message)
    {
        using var data = new TemporaryFile(".csv", string.Concat(Enumerable.Repeat("0,", 64)) + label + "\n");
        SampleRun run = Run("--device=cpu", "--data", data.Path);
        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "rnn", "--model", "rnn")]
    [InlineData(2, "--epochs takes", "--epochs", "0")]
    [InlineData(2, "--sketched takes", "--sketched", "2")]
    [InlineData(2, "no room", "--sketched=0.0001")]
    [InlineData(2, "--data needs a value", "--data")]
    [InlineData(2, "'digits' is not an option", "digits")]
    [InlineData(1, "no-such-file.csv", "--data", "no-such-file.csv")]
    [InlineData(1, "gpu", "--device", "gpu")]
    public void Run_WrongArguments_SaysWhy(int code, string message, params string[] args)
    {
        SampleRun run = Run(args);
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_LossesThatHaveNoLogarithm_LeavesThemOut()
    {
        XDocument drawing = XDocument.Parse(LossPlot.Draw("a < b & c", [(1, 2.5), (2, 0), (3, double.NaN), (4, 0.03)]));
        Assert.Equal(2, drawing.Descendants().Single(e => e.Name.LocalName == "polyline").Attribute("points")!.Value.Split(' ').Length);
        Assert.Contains("a < b & c", drawing.Root!.Value, StringComparison.Ordinal);
        XDocument.Parse(LossPlot.Draw("nothing", []));
    }

    [GeneratedRegex(@"accuracy\s+([0-9.]+) %")]
    private static partial Regex AccuracyLine { get; }

    private static SampleRun Run(params string[] args)
        => SampleRun.Of((a, output, error) => TrainDigitsCommand.Run(a, output, error, isLive: false, TestContext.Current.CancellationToken), args);

    private static double Accuracy(SampleRun run) => double.Parse(AccuracyLine.Match(run.Output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
}
