using Quickstart;

namespace Panther.Tests.Samples;

public sealed class QuickstartOptionsTests
{
    [Fact]
    public void Parse_Nothing_GivesDefaults()
    {
        QuickstartOptions options = QuickstartOptions.Parse([]);

        Assert.Equal((null, 50, null, null, false), (options.Input, options.Rank, options.Device, options.Output, options.Help));
    }

    [Fact]
    public void Parse_EveryOption_IsTaken()
    {
        QuickstartOptions options = QuickstartOptions.Parse(["--input", "a.npy", "--rank=7", "--device", "cuda:0", "--out=b.PNG"]);

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
    [InlineData("'a.jpg' is not called one", "--out", "a.jpg")]
    public void Parse_WrongLine_SaysWhatIsWrong(string message, params string[] args) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => QuickstartOptions.Parse(args)).Message, StringComparison.Ordinal);
}
