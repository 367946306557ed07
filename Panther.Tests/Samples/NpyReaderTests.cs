using System.Runtime.InteropServices;
using Quickstart.Input;

namespace Panther.Tests.Samples;

public sealed class NpyReaderTests
{
    private static readonly float[] Expected = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_EveryVersion_GivesValues(byte version)
    {
        HostMatrix matrix = Read(MatrixBytes.Npy(version, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected)));

        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));
        Assert.Equal(Expected, matrix.Values);
    }

    public static TheoryData<string, byte[]> ElementTypes => new()
    {
        { "<f2", Bytes<Half>([(Half)1, (Half)2, (Half)3, (Half)4, (Half)5, (Half)6]) },
        { "<f4", Bytes(Expected) },
        { "=f4", Bytes(Expected) },
        { "<f8", Bytes<double>([1d, 2, 3, 4, 5, 6]) },
        { ">f8", [.. new[] { 1d, 2, 3, 4, 5, 6 }.SelectMany(v => BitConverter.GetBytes(v).Reverse())] },
        { "|i1", [1, 2, 3, 4, 5, 6] },
        { "|u1", [1, 2, 3, 4, 5, 6] },
        { "<i2", Bytes<short>([1, 2, 3, 4, 5, 6]) },
        { ">i2", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6] },
        { "<u2", Bytes<ushort>([1, 2, 3, 4, 5, 6]) },
        { "<i4", Bytes<int>([1, 2, 3, 4, 5, 6]) },
        { "<u4", Bytes<uint>([1, 2, 3, 4, 5, 6]) },
        { "<i8", Bytes<long>([1, 2, 3, 4, 5, 6]) },
        { "<u8", Bytes<ulong>([1, 2, 3, 4, 5, 6]) },
    };

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void Read_EveryElementType_GivesValues(string descr, byte[] payload)
    {
        HostMatrix matrix = Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader(descr, false, "(2, 3)"), payload));

        Assert.Equal(Expected, matrix.Values);
    }

    [Fact]
    public void Read_NegativeIntegers_KeepTheirSign()
    {
        Assert.Equal([-1f, -128f], Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("|i1", false, "(1, 2)"), [0xFF, 0x80])).Values);
        Assert.Equal([-2f, 5f], Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<i8", false, "(2, 1)"), Bytes([-2L, 5L]))).Values);
    }

    [Fact]
    public void Read_Booleans_AreZeroAndOne() =>
        Assert.Equal([1f, 0f], Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("|b1", false, "(1, 2)"), [1, 0])).Values);

    [Fact]
    public void Read_FortranOrder_IsTransposedIntoRows()
    {
        HostMatrix matrix = Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", true, "(2, 3)"), Bytes([1f, 4, 2, 5, 3, 6])));

        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));
        Assert.Equal(Expected, matrix.Values);
    }

    [Fact]
    public void Read_KeysInAnyOrderAndNoSpaces_GivesValues() =>
        Assert.Equal(Expected, Read(MatrixBytes.Npy(1, "{\"shape\":(3,2),\"descr\":\"<f4\",\"fortran_order\":False}", Bytes(Expected))).Values);

    [Fact]
    public void Read_MoreThanOneBlock_GivesEveryValue()
    {
        double[] values = [.. Enumerable.Range(0, 100_003).Select(i => (double)i)];

        HostMatrix matrix = Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f8", false, "(100003, 1)"), Bytes(values)));

        Assert.Equal(values.Select(v => (float)v), matrix.Values);
    }

    [Theory]
    [InlineData("(2, 4)", "truncated: its header promises 8 values, 6 are there")]
    [InlineData("(1, 5)", "goes on after the 5 values")]
    [InlineData("(6,)", "has 1 dimension(s)")]
    [InlineData("()", "has 0 dimension(s)")]
    [InlineData("(1, 2, 3)", "has 3 dimension(s)")]
    [InlineData("(0, 6)", "0x6 is empty")]
    [InlineData("(2147483647, 2147483647)", "is larger than")]
    [InlineData("(9223372036854775807, 2)", "is larger than")]
    [InlineData("(9223372036854775808, 2)", "a length was expected")]
    [InlineData("(1000000, 2000)", "truncated: its header promises 2000000000 values, 6 are there")]
    [InlineData("(-1, 6)", "a length was expected")]
    [InlineData("(2, 3", "a length was expected")]
    [InlineData("2, 3", "'(' was expected")]
    public void Read_WrongShape_SaysSo(string shape, string message) =>
        AssertRejected(message, MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", false, shape), Bytes(Expected)));

    [Theory]
    [InlineData("<c8")]
    [InlineData("|O")]
    [InlineData("<U4")]
    [InlineData("<f3")]
    [InlineData("<f16")]
    [InlineData("")]
    public void Read_UnsupportedElementType_NamesIt(string descr) =>
        AssertRejected($"element type '{descr}' is not supported", MatrixBytes.Npy(1, MatrixBytes.NpyHeader(descr, false, "(2, 3)"), Bytes(Expected)));

    [Theory]
    [InlineData("", "'{' was expected")]
    [InlineData("{}", "is missing")]
    [InlineData("{'descr': '<f4'}", "is missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4'}", "given twice")]
    [InlineData("{'colour': 'red'}", "'colour' is unknown")]
    [InlineData("{'fortran_order': Maybe}", "True or False was expected")]
    [InlineData("{'descr': [('a', '<f4')]}", "structured types are not supported")]
    [InlineData("{'descr': '<f4", "a string has no end")]
    public void Read_MalformedHeader_SaysWhere(string header, string message) =>
        AssertRejected(message, MatrixBytes.Npy(1, header, Bytes(Expected)));

    [Fact]
    public void Read_EveryTruncation_IsRejected()
    {
        byte[] file = MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected));
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Read(file[..length]));
        }
    }

    [Fact]
    public void Read_UnknownVersion_SaysSo() =>
        AssertRejected("Version 9.0", MatrixBytes.Npy(9, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected)));

    [Fact]
    public void Read_HugeHeaderLength_AllocatesNothing()
    {
        byte[] file = MatrixBytes.Npy(2, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected));
        file[11] = 0xFF;

        AssertRejected("a header of a matrix has at most", file);
    }

    private static HostMatrix Read(byte[] file) => NpyReader.Read(new MemoryStream(file));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static void AssertRejected(string message, byte[] file) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(file)).Message, StringComparison.Ordinal);
}
