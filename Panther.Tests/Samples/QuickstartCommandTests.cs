using Quickstart;

namespace Panther.Tests.Samples;

public sealed class QuickstartCommandTests
{
    [Fact]
    public void Run_Help_PrintsUsage()
    {
        (int code, string output, string error) = Run("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("usage: Quickstart", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WrongOption_PrintsReasonAndUsage()
    {
        (int code, _, string error) = Run("--rank", "many");

        Assert.Equal(2, code);
        Assert.Contains("not 'many'", error, StringComparison.Ordinal);
        Assert.Contains("usage: Quickstart", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MissingFile_PrintsReasonOnly()
    {
        (int code, _, string error) = Run("--input", "no-such-file.npy");

        Assert.Equal(1, code);
        Assert.Contains("no-such-file.npy", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = QuickstartCommand.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
