using System.IO.Compression;
using Panther.Core;
using Panther.Tests.Samples;

namespace Panther.Tests.Files;

public sealed class NpzFileTests
{
    private static readonly Dictionary<string, double[,]> Matrices = new()
    {
        ["a"] = new[,] { { 1.5, 2 }, { 3, 4 } },
        ["folder/b"] = new[,] { { -1.0 } },
    };

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        using var file = new TemporaryFile(".npz", "");

        NpzFile.Write(file.Path, Matrices);

        Assert.Equal(Matrices, NpzFile.Read<double>(file.Path));
        Assert.Equal(Matrices["folder/b"], NpzFile.Read<double>(file.Path, "folder/b"));
        Assert.Contains("'c'", Assert.Throws<KeyNotFoundException>(() => NpzFile.Read<double>(file.Path, "c")).Message, StringComparison.Ordinal);
        Assert.Contains("holds 2 arrays", Assert.Throws<InvalidDataException>(() => MatrixFile.Read<double>(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StreamThatCannotSeek_GivesTheSame()
    {
        var stream = new MemoryStream();
        NpzFile.Write(stream, Matrices);

        Assert.Equal(Matrices, NpzFile.Read<double>(new ForwardStream(stream.ToArray())));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Read_ChangedElement_FailsItsChecksum(CompressionLevel level)
    {
        byte[] file = MatrixBytes.Zip(level, ("a.npy", Npy(new byte[800], "<f8", "(10, 10)")));

        // The checksum lies 16 bytes into the last directory entry, whose signature is PK 1 2.
        file[file.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 16] ^= 1;

        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => NpzFile.Read<float>(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SameNameTwice_IsRejected()
    {
        byte[] file = MatrixBytes.Zip(CompressionLevel.Optimal, ("a.npy", Npy(new byte[4], "<f4", "(1, 1)")), ("a.npy", Npy(new byte[4], "<f4", "(1, 1)")));

        Assert.Contains("twice", Assert.Throws<InvalidDataException>(() => NpzFile.Read<float>(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherEntry_IsRejectedByNameAndDoesNotMatterForOthers()
    {
        byte[] file = MatrixBytes.Zip(CompressionLevel.Optimal, ("note.txt", MatrixBytes.Text("hello")), ("a.npy", Npy(new byte[4], "<f4", "(1, 1)")));
        using var onDisk = new TemporaryFile(".npz", file);

        Assert.Contains("note.txt", Assert.Throws<InvalidDataException>(() => NpzFile.Read<float>(onDisk.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(new float[,] { { 0 } }, NpzFile.Read<float>(onDisk.Path, "a"));
    }

    [Fact]
    public void Read_ArchiveThatExplodes_StopsAtTheLimitOfAllEntries()
    {
        byte[] zeros = Npy(new byte[600_000], "<f4", "(150000, 1)");
        byte[] file = MatrixBytes.Zip(CompressionLevel.Optimal, ("a.npy", zeros), ("b.npy", zeros));

        Assert.Equal(2, NpzFile.Read<float>(new MemoryStream(file), new MatrixFileLimits { MaximumExpandedBytes = 1_300_000 }).Count);
        string said = Assert.Throws<InvalidDataException>(
            () => NpzFile.Read<float>(new MemoryStream(file), new MatrixFileLimits { MaximumExpandedBytes = 1_000_000 })).Message;
        Assert.Contains(nameof(MatrixFileLimits.MaximumExpandedBytes), said, StringComparison.Ordinal);
    }

    private static byte[] Npy(ReadOnlySpan<byte> payload, string descr, string shape) => MatrixBytes.Npy(1, MatrixBytes.NpyHeader(descr, false, shape), payload);
}
