using System.Globalization;
using System.Text.RegularExpressions;
using Panther.Tests.Files;
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

    [Fact]
    public void Run_UnknownDevice_SaysWhatThereIs()
    {
        (int code, _, string error) = Run("--device", "abacus:3");

        Assert.Equal(1, code);
        Assert.Contains("abacus:3", error, StringComparison.Ordinal);
        Assert.Contains("cpu:0", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RankAboveBothSides_IsAUsageError()
    {
        using var file = new TemporaryFile(".csv", "1,2,3\n4,5,6\n");

        (int code, _, string error) = Run("--input", file.Path, "--rank", "3");

        Assert.Equal(2, code);
        Assert.Contains("at most rank 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NaNInTheFile_PrintsReasonOnly()
    {
        using var file = new TemporaryFile(".npy", MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", false, "(1, 2)"), [0, 0, 0xC0, 0x7F, 0, 0, 0x80, 0x3F]));

        (int code, _, string error) = Run("--input", file.Path, "--rank", "1", "--device", "cpu");

        Assert.Equal(1, code);
        Assert.Contains("NaN", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MatrixOfLowRank_IsReproducedAndDrawn()
    {
        // A sum of two outer products: rank 2, so that rank 2 leaves rounding alone.
        string rows = string.Join('\n', Enumerable.Range(0, 33).Select(i => string.Join(',', Enumerable.Range(0, 31).Select(j => (i + 1) * (j + 2) + (i % 5) * (j % 3)))));
        using var file = new TemporaryFile(".csv", rows);
        using var picture = new TemporaryFile(".png", "");

        (int code, string output, string error) = Run("--input", file.Path, "--rank", "2", "--device", "cpu", "--out", picture.Path);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("device    cpu:0", output, StringComparison.Ordinal);

        // Products of inner length 33 in single precision: eps·√33 with a factor for the five products in a row.
        Assert.InRange(Figure(output, "error"), 0, 5 * 1.2e-7 * Math.Sqrt(33));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(picture.Path)[..4]);
    }

    [Fact]
    public void Run_Photograph_ComesNearTheBestError()
    {
        (int code, string output, string error) = Run("--input", SampleData.PathOrSkip("china.npy"), "--rank", "50", "--device", "cpu");

        Assert.Equal((0, ""), (code, error));
        Assert.InRange(Figure(output, "error") / Figure(output, "best"), 1 - 1e-4, 1.02);
    }

    private static double Figure(string output, string line) =>
        double.Parse(Regex.Match(output, $@"^{line}\s+([0-9.E+-]+)", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = QuickstartCommand.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
