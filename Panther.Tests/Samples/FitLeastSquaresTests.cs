using FitLeastSquares;

namespace Panther.Tests.Samples;

public sealed class FitLeastSquaresTests
{
    [Fact]
    public void Run_NoFile_FitsItsOwnTable()
    {
        SampleRun run = SampleRun.Of(FitLeastSquaresCommand.Run);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("5000 observations, 13 coefficients", run.Output, StringComparison.Ordinal);
        Assert.Contains("rank 13", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ExactTable_FindsTheCoefficients()
    {
        using var file = new TemporaryFile(".csv", "x,y,z\n0,0,5\n1,0,7\n0,1,2\n1,1,4\n2,5,-6\n");

        SampleRun run = SampleRun.Of(FitLeastSquaresCommand.Run, file.Path);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("constant: 5, column 2: -3, column 1: 2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Digits_FitsTheLabelThoughSomePixelsAreAlwaysWhite()
    {
        SampleRun run = SampleRun.Of(FitLeastSquaresCommand.Run, SampleData.PathOrSkip("digits.csv.gz"));

        Assert.Equal((0, ""), (run.Code, run.Error));

        // Three of the 64 pixels are zero in all pictures.
        Assert.Contains("rank 62", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "'--rank' is not an option", "--rank")]
    [InlineData(1, "no-such-file.csv", "no-such-file.csv")]
    public void Run_WrongArguments_SaysWhy(int code, string message, params string[] args)
    {
        SampleRun run = SampleRun.Of(FitLeastSquaresCommand.Run, args);

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
