using CompressPicture;
using Panther.Core;

namespace Panther.Tests.Samples;

public sealed class CompressPictureTests
{
    [Fact]
    public void Run_NoFile_CompressesItsOwnPicture()
    {
        SampleRun run = SampleRun.Of(CompressPictureCommand.Run);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("SVD         rank 30 keeps", run.Output, StringComparison.Ordinal);
        Assert.Contains("of them, such as", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Photograph_WritesThePicture()
    {
        using var file = new TemporaryFile(".pgm", "");

        SampleRun run = SampleRun.Of(CompressPictureCommand.Run, SampleData.PathOrSkip("china.pgm"), "40", file.Path);

        Assert.Equal((0, ""), (run.Code, run.Error));
        float[,] picture = PgmFile.Read<float>(file.Path);
        Assert.Equal((427, 640), (picture.GetLength(0), picture.GetLength(1)));
    }

    [Theory]
    [InlineData(2, "RANK takes a whole number of at least 1, not 'many'", "a.pgm", "many")]
    [InlineData(2, "'more' is not an option", "a.pgm", "3", "b.pgm", "more")]
    [InlineData(2, "OUT.pgm writes a .pgm file, and 'b.png' is not called one", "a.pgm", "3", "b.png")]
    [InlineData(1, "no-such-file.pgm", "no-such-file.pgm")]
    public void Run_WrongArguments_SaysWhy(int code, string message, params string[] args)
    {
        SampleRun run = SampleRun.Of(CompressPictureCommand.Run, args);

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
