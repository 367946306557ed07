using Quickstart;

namespace Panther.Tests.Samples;

public sealed class QuickstartOptionsTests
{
    [Fact]
    public void Parse_Nothing_GivesDefaults()
    {
        QuickstartOptions options = QuickstartOptions.CommandLine.Parse([]);

        Assert.Equal((null, 50, null, null), (options.Input, options.Rank, options.Device, options.Output));
    }

    [Fact]
    public void Parse_EveryOption_IsTaken()
    {
        QuickstartOptions options = QuickstartOptions.CommandLine.Parse(["--input", "a.npy", "--rank=7", "--device", "cuda:0", "--out=b.PNG"]);

        Assert.Equal(("a.npy", 7, "cuda:0", "b.PNG"), (options.Input, options.Rank, options.Device, options.Output));
    }

    [Theory]
    [InlineData("'--colour' is not an option", "--colour", "red")]
    [InlineData("'picture.pgm' is not an option", "picture.pgm")]
    [InlineData("--input needs a value", "--input")]
    [InlineData("--device needs a value", "--device=")]
    [InlineData("--rank takes a whole number of at least 1, not '0'", "--rank", "0")]
    [InlineData("--rank takes a whole number of at least 1, not '-3'", "--rank", "-3")]
    [InlineData("--rank takes a whole number of at least 1, not 'ten'", "--rank", "ten")]
    [InlineData("--rank takes a whole number of at least 1, not '99999999999'", "--rank", "99999999999")]
    [InlineData("--out writes a .png file, and 'a.jpg' is not called one", "--out", "a.jpg")]
    public void Run_WrongLine_SaysWhatIsWrong(string message, params string[] args)
    {
        SampleRun run = SampleRun.Of(QuickstartCommand.Run, args);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith($"{message}.{Environment.NewLine}usage: Quickstart [options]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_OfEverySample_ListsItsOptionsInOneStyle()
    {
        Assert.StartsWith(
            """
            usage: Quickstart [options]
              --input FILE    the matrix:
            """.ReplaceLineEndings(),
            QuickstartOptions.CommandLine.Usage,
            StringComparison.Ordinal);
        Assert.EndsWith($"{Environment.NewLine}  --help          shows this", QuickstartOptions.CommandLine.Usage, StringComparison.Ordinal);
        Assert.Contains("  --sketched [RATIO]  sketches", TrainDigits.TrainDigitsOptions.CommandLine.Usage, StringComparison.Ordinal);
        Assert.StartsWith(
            $"usage: CompressPicture [FILE [RANK [OUT.pgm]]]{Environment.NewLine}  FILE     the picture",
            SampleRun.Of(CompressPicture.CompressPictureCommand.Run, "-h").Output,
            StringComparison.Ordinal);
    }
}
