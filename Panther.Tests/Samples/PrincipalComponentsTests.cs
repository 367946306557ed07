using Panther.Core;
using PrincipalComponents;

namespace Panther.Tests.Samples;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Run_NoFile_FindsTheFactorsOfItsOwnTable()
    {
        SampleRun run = SampleRun.Of(PrincipalComponentsCommand.Run);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("2000 observations of 60 variables", run.Output, StringComparison.Ordinal);
        Assert.Contains("component    20", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Digits_WritesCoordinates()
    {
        using var file = new TemporaryFile(".csv", "");

        SampleRun run = SampleRun.Of(PrincipalComponentsCommand.Run, SampleData.PathOrSkip("digits.csv.gz"), "3", file.Path);

        Assert.Equal((0, ""), (run.Code, run.Error));
        CsvTable<double> coordinates = CsvFile.Read<double>(file.Path);
        Assert.Equal(["component 1", "component 2", "component 3"], coordinates.Header);
        Assert.Equal(1797, coordinates.Values.GetLength(0));
    }

    [Theory]
    [InlineData(2, "COMPONENTS takes a whole number of at least 1, not '0'", "a.csv", "0")]
    [InlineData(1, "no-such-file.csv", "no-such-file.csv")]
    public void Run_WrongArguments_SaysWhy(int code, string message, params string[] args)
    {
        SampleRun run = SampleRun.Of(PrincipalComponentsCommand.Run, args);

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
