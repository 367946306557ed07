using Panther.Core;
using Panther.Tests.Samples;

namespace Panther.Tests.Files;

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

        Assert.Equal(new float[,] { { 1, 2 }, { 3, 4 } }, MatrixFile.Read<float>(new MemoryStream(file), name));
    }

    [Theory]
    [InlineData("m.txt", "The end of 'm.txt'")]
    [InlineData("m", "The end of 'm'")]
    [InlineData("m.gz", "The end of 'm.gz'")]
    public void Read_UnknownName_NamesTheFormats(string name, string message)
    {
        string said = Assert.Throws<ArgumentException>(() => MatrixFile.Read<float>(new MemoryStream(), name)).Message;

        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains(".npy, .npz, .csv, .mtx or .pgm", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".npy")]
    [InlineData(".npy.gz")]
    [InlineData(".npz")]
    [InlineData(".csv")]
    [InlineData(".csv.gz")]
    [InlineData(".mtx")]
    [InlineData(".mtx.gz")]
    [InlineData(".pgm")]
    [InlineData(".pgm.gz")]
    public void Write_ThenRead_GivesTheSame(string extension)
    {
        double[,] values = { { 0, 1 / 255.0, 1 }, { 100 / 255.0, 7 / 255.0, 1 } };
        using var file = new TemporaryFile(extension, "");

        MatrixFile.Write(file.Path, values);

        Assert.Equal(values, MatrixFile.Read<double>(file.Path));
    }

    [Fact]
    public void Read_CompressedFileCutOffAnywhere_IsRejected()
    {
        // Rows would be missing at the end without a word.
        byte[] file = MatrixBytes.Gzip(MatrixBytes.Text(string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},{i * i}\n"))));
        MatrixFile.Read<float>(new MemoryStream(file), "m.csv.gz");
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => MatrixFile.Read<float>(new MemoryStream(file[..length]), "m.csv.gz"));
        }
    }

    [Fact]
    public void Read_SeveralMembersInOneCompressedFile_AreOneAfterTheOther() =>
        Assert.Equal(
            new float[,] { { 1, 2 }, { 3, 4 } },
            MatrixFile.Read<float>(new MemoryStream([.. MatrixBytes.Gzip(MatrixBytes.Text("1,2\n")), .. MatrixBytes.Gzip(MatrixBytes.Text("3,4\n"))]), "m.csv.gz"));

    [Fact]
    public void Read_SomethingAfterACompressedFile_IsRejected() =>
        Assert.Throws<InvalidDataException>(() => MatrixFile.Read<float>(new MemoryStream([.. MatrixBytes.Gzip(MatrixBytes.Text("1,2\n")), 7, 7, 7]), "m.csv.gz"));

    [Fact]
    public void Read_CompressedFileThatExplodes_StopsAtTheLimit()
    {
        byte[] file = MatrixBytes.Gzip(new byte[10_000_000]);
        var limits = new MatrixFileLimits { MaximumExpandedBytes = 1_000_000 };

        string said = Assert.Throws<InvalidDataException>(() => MatrixFile.Read<float>(new MemoryStream(file), "m.csv.gz", limits)).Message;

        Assert.Contains(nameof(MatrixFileLimits.MaximumExpandedBytes), said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotCompressedThoughItsNameSaysSo_IsRejected() =>
        Assert.Throws<InvalidDataException>(() => MatrixFile.Read<float>(new MemoryStream(MatrixBytes.Text("1,2\n3,4\n")), "m.csv.gz"));

    [Fact]
    public void Read_MissingFile_IsAnIOException() =>
        Assert.Throws<FileNotFoundException>(() => MatrixFile.Read<float>(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".npy")));
}
