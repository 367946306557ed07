using Quickstart.Input;

namespace Panther.Tests.Samples;

public sealed class MatrixFileTests
{
    [Theory]
    [InlineData("m.csv")]
    [InlineData("M.CSV")]
    [InlineData("m.csv.gz")]
    public void Read_ByName_PicksTheFormat(string name)
    {
        byte[] plain = MatrixBytes.Text("1,2\n3,4\n");
        byte[] file = name.EndsWith("gz", StringComparison.Ordinal) ? MatrixBytes.Gzip(plain) : plain;

        Assert.Equal([1f, 2, 3, 4], MatrixFile.Read(new MemoryStream(file), name).Values);
    }

    [Theory]
    [InlineData("m.txt", "'.txt' is not a known matrix format")]
    [InlineData("m", "'' is not a known matrix format")]
    [InlineData("m.gz", "'' is not a known matrix format")]
    public void Read_UnknownName_NamesTheFormats(string name, string message)
    {
        string said = Assert.Throws<InvalidDataException>(() => MatrixFile.Read(new MemoryStream(), name)).Message;

        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains(".npy, .csv or .pgm", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotCompressedThoughItsNameSaysSo_IsRejected() =>
        Assert.Throws<InvalidDataException>(() => MatrixFile.Read(new MemoryStream(MatrixBytes.Text("1,2\n3,4\n")), "m.csv.gz"));

    [Fact]
    public void Read_MissingFile_IsAnIOException() =>
        Assert.Throws<FileNotFoundException>(() => MatrixFile.Read(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".npy")));
}
