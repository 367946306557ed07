using Panther.Core;
using Panther.Tests.Samples;

namespace Panther.Tests.Files;

public sealed class PgmFileTests
{
    [Fact]
    public void Read_RawBytes_AreScaledToOne() =>
        AssertMatrix([0, 51 / 255f, 102 / 255f, 153 / 255f, 204 / 255f, 1], MatrixBytes.Pgm("P5\n3 2\n255\n", [0, 51, 102, 153, 204, 255]));

    [Fact]
    public void Read_RawWords_AreBigEndian() =>
        AssertMatrix([0, 1 / 1000f, 256 / 1000f, 257 / 1000f, 999 / 1000f, 1], MatrixBytes.Pgm("P5 3 2 1000\n", [0, 0, 0, 1, 1, 0, 1, 1, 3, 231, 3, 232]));

    [Theory]
    [InlineData("P2 3 2 5\n0 1 2\n3 4 5\n")]
    [InlineData("P2\n# made by hand\n3 # wide\n2\n5\n0 1 2 # first row\n3 4 5")]
    [InlineData("P2\r\n3\t2\r\n5\r\n0\r\n1\r\n2\r\n3\r\n4\r\n5")]
    public void Read_Plain_AllowsCommentsAndAnySpace(string text) =>
        AssertMatrix([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], MatrixBytes.Text(text));

    [Fact]
    public void Read_RawLevelThatLooksLikeAComment_IsALevel() =>
        AssertMatrix([35 / 255f, 10 / 255f, 35 / 255f, 32 / 255f, 35 / 255f, 35 / 255f], MatrixBytes.Pgm("P5 3 2 255\n", "#\n# ##"u8));

    [Theory]
    [InlineData("", "begins with neither P2 nor P5")]
    [InlineData("P6 3 2 255\n", "begins with neither P2 nor P5")]
    [InlineData("P5", "ends before the width")]
    [InlineData("P5 3", "ends before the height")]
    [InlineData("P5 3 2\n", "ends before the maximum grey level")]
    [InlineData("P5 3 x 255\n", "a number was expected for the height")]
    [InlineData("P5 3 -2 255\n", "a number was expected for the height")]
    [InlineData("P5 99999999999 2 255\n", "a number was expected for the width")]
    [InlineData("P5 0 2 255\n", "2×0 is empty")]
    [InlineData("P5 3 2 0\n", "must be 1 to 65535")]
    [InlineData("P5 3 2 65536\n", "must be 1 to 65535")]
    [InlineData("P5 2147483647 2147483647 255\n", "beyond the limit")]
    [InlineData("P5 40000 40000 255\nabc", "cut off: its header promises 1600000000 grey levels, 3 are there")]
    [InlineData("P5 3 2 30000\nabc", "cut off: its header promises 6 grey levels, 1 are there")]
    [InlineData("P2 2 1 5 1", "ends before a grey level")]
    [InlineData("P2 2 1 5 1 6", "grey level 2 is 6, above the stated maximum 5")]
    [InlineData("P2 2 1 5 1 red", "a number was expected for a grey level")]
    public void Read_BadPicture_SaysWhatIsWrong(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(MatrixBytes.Text(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ChinaPgmAndNpy_AreTheSamePicture()
    {
        float[,] pgm = MatrixFile.Read<float>(SampleData.PathOrSkip("china.pgm"));
        float[,] npy = MatrixFile.Read<float>(SampleData.PathOrSkip("china.npy"));

        Assert.Equal((427, 640), (pgm.GetLength(0), pgm.GetLength(1)));
        Assert.Equal((427, 640), (npy.GetLength(0), npy.GetLength(1)));

        // The picture was quantised to 255 levels for the .pgm file: half a level apart at most, plus the rounding of the scaled value.
        const float HalfLevel = 0.5f / 255 + 1e-6f;
        Assert.All(pgm.Cast<float>().Zip(npy.Cast<float>()), pair => Assert.InRange(pair.First - pair.Second, -HalfLevel, HalfLevel));
    }

    [Fact]
    public void Write_ThenRead_GivesTheLevels()
    {
        var stream = new MemoryStream();

        PgmFile.Write(stream, new double[,] { { -1, 0, 51 / 255.0 }, { 0.5, 1, 7 } });

        Assert.Equal(MatrixBytes.Pgm("P5\n3 2\n255\n", [0, 0, 51, 128, 255, 255]), stream.ToArray());
    }

    private static float[,] Read(byte[] file) => PgmFile.Read<float>(new MemoryStream(file));

    private static void AssertMatrix(float[] expected, byte[] file)
    {
        float[,] matrix = Read(file);
        Assert.Equal((2, 3), (matrix.GetLength(0), matrix.GetLength(1)));

        // level * (1 / maximum) is two roundings away from the quotient: at most 1.5 units in the last place below 1.
        Assert.All(expected.Zip(matrix.Cast<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-7f));
    }
}
