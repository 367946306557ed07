using Quickstart.Input;

namespace Panther.Tests.Samples;

public sealed class PgmReaderTests
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
    [InlineData("P5 3 x 255\n", "damaged at the height")]
    [InlineData("P5 3 -2 255\n", "damaged at the height")]
    [InlineData("P5 99999999999 2 255\n", "damaged at the width")]
    [InlineData("P5 0 2 255\n", "2x0 is empty")]
    [InlineData("P5 3 2 0\n", "must be 1 to 65535")]
    [InlineData("P5 3 2 65536\n", "must be 1 to 65535")]
    [InlineData("P5 2147483647 2147483647 255\n", "is larger than")]
    [InlineData("P5 40000 40000 255\nabc", "truncated: its header promises 1600000000 grey levels, 3 are there")]
    [InlineData("P5 3 2 30000\nabc", "truncated: its header promises 6 grey levels, 1 are there")]
    [InlineData("P2 2 1 5 1", "ends before grey level 2 of 2")]
    [InlineData("P2 2 1 5 1 6", "Grey level 2 of the .pgm file is 6, above the stated maximum 5")]
    [InlineData("P2 2 1 5 1 red", "damaged at grey level 2 of 2")]
    public void Read_BadPicture_SaysWhatIsWrong(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(MatrixBytes.Text(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ChinaPgmAndNpy_AreTheSamePicture()
    {
        HostMatrix pgm = MatrixFile.Read(SampleData.PathOrSkip("china.pgm"));
        HostMatrix npy = MatrixFile.Read(SampleData.PathOrSkip("china.npy"));

        Assert.Equal((427, 640), (pgm.Rows, pgm.Columns));
        Assert.Equal((npy.Rows, npy.Columns), (pgm.Rows, pgm.Columns));

        // The picture was quantised to 255 levels for the .pgm file: half a level apart at most, plus the rounding of the scaled value.
        const float HalfLevel = 0.5f / 255 + 1e-6f;
        Assert.All(pgm.Values.Zip(npy.Values), pair => Assert.InRange(pair.First - pair.Second, -HalfLevel, HalfLevel));
    }

    private static HostMatrix Read(byte[] file) => PgmReader.Read(new MemoryStream(file));

    private static void AssertMatrix(float[] expected, byte[] file)
    {
        HostMatrix matrix = Read(file);
        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));

        // level * (1 / maximum) is two roundings away from the quotient: at most 1.5 units in the last place below 1.
        Assert.All(expected.Zip(matrix.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-7f));
    }
}
