using System.Runtime.InteropServices;
using Panther.Core;

namespace Panther.Tests.Files;

public sealed class NpyFileTests
{
    private static readonly float[] Expected = [1, 2, 3, 4, 5, 6];
    private static readonly float[,] ExpectedMatrix = { { 1, 2, 3 }, { 4, 5, 6 } };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_EveryVersion_GivesValues(byte version)
    {
        Assert.Equal(ExpectedMatrix, Read(MatrixBytes.Npy(version, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected))));
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
        byte[] file = MatrixBytes.Npy(1, MatrixBytes.NpyHeader(descr, false, "(2, 3)"), payload);

        Assert.Equal(ExpectedMatrix, Read(file));
        Assert.Equal(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, NpyFile.Read<double>(new MemoryStream(file)));
    }

    [Fact]
    public void Read_NegativeIntegers_KeepTheirSign()
    {
        Assert.Equal(new float[,] { { -1, -128 } }, Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("|i1", false, "(1, 2)"), [0xFF, 0x80])));
        Assert.Equal(new float[,] { { -2 }, { 5 } }, Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<i8", false, "(2, 1)"), Bytes([-2L, 5L]))));
    }

    [Fact]
    public void Read_Booleans_AreZeroAndOne() =>
        Assert.Equal(new float[,] { { 1, 0 } }, Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("|b1", false, "(1, 2)"), [1, 0])));

    [Fact]
    public void Read_FortranOrder_IsTransposedIntoRows()
    {
        Assert.Equal(ExpectedMatrix, Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", true, "(2, 3)"), Bytes([1f, 4, 2, 5, 3, 6]))));
    }

    [Fact]
    public void Read_KeysInAnyOrderAndNoSpaces_GivesValues() =>
        Assert.Equal(ExpectedMatrix, Read(MatrixBytes.Npy(1, "{\"shape\":(2,3),\"descr\":\"<f4\",\"fortran_order\":False}", Bytes(Expected))));

    [Fact]
    public void Read_MoreThanOneBlock_GivesEveryValue()
    {
        double[] values = [.. Enumerable.Range(0, 100_003).Select(i => (double)i)];

        byte[] file = MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f8", false, "(100003,)"), Bytes(values));

        Assert.Equal(values.Select(v => (float)v), Read(file).Cast<float>());
        Assert.Equal(values.Select(v => (float)v), ReadForwards(file).Cast<float>());
    }

    [Theory]
    [InlineData("(2, 4)", "promises 8 elements of 4 bytes, but 24 bytes follow")]
    [InlineData("(1, 5)", "promises 5 elements of 4 bytes, but 24 bytes follow")]
    [InlineData("()", "has 0 dimensions")]
    [InlineData("(1, 2, 3)", "has 3 dimensions")]
    [InlineData("(0, 6)", "0×6 is empty")]
    [InlineData("(2147483647, 2147483647)", "beyond the limit")]
    [InlineData("(9223372036854775807, 2)", "beyond the limit")]
    [InlineData("(9223372036854775808, 2)", "a length was expected")]
    [InlineData("(1000000, 2000)", "promises 2000000000 elements of 4 bytes, but 24 bytes follow")]
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
            Assert.Throws<InvalidDataException>(() => ReadForwards(file[..length]));
        }
    }

    [Theory]
    [InlineData("(2, 4)", "it is cut off: its header promises 8 elements, 6 are there")]
    [InlineData("(1, 5)", "it goes on after the 5 elements")]
    [InlineData("(1000000, 2000)", "it is cut off: its header promises 2000000000 elements, 6 are there")]
    public void Read_WrongShapeInAStreamOfUnknownLength_SaysSoAndAllocatesLittle(string shape, string message)
    {
        byte[] file = MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f4", false, shape), Bytes(Expected));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ReadForwards(file)).Message, StringComparison.Ordinal);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_NumberBeyondTheType_IsRejectedNotInfinite() =>
        AssertRejected("element 1 is beyond the range of Single", MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f8", false, "(1, 2)"), Bytes([1, 1e39])));

    [Fact]
    public void Read_NaNAndInfinity_AreKept()
    {
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

        Assert.Equal(values.Select(v => (float)v), Read(MatrixBytes.Npy(1, MatrixBytes.NpyHeader("<f8", false, "(3, 1)"), Bytes(values))).Cast<float>());
    }

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void Write_ThenRead_GivesTheSameBits(MatrixLayout layout)
    {
        double[] values = [0.1, -0.0, double.Epsilon, double.MaxValue, double.NaN, 1 / 3.0];
        var stream = new MemoryStream();

        NpyFile.Write<double>(stream, values, 2, 3, layout);
        Assert.Equal(0, (stream.Length - (values.Length * sizeof(double))) % 64);
        double[,] read = NpyFile.Read<double>(new MemoryStream(stream.ToArray()));

        Assert.All(
            Enumerable.Range(0, 6),
            at => Assert.Equal(
                BitConverter.DoubleToInt64Bits(values[at]),
                BitConverter.DoubleToInt64Bits(layout == MatrixLayout.RowMajor ? read[at / 3, at % 3] : read[at % 2, at / 2])));
    }

    [Fact]
    public void Read_UnknownVersion_SaysSo() =>
        AssertRejected("version 9.0", MatrixBytes.Npy(9, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected)));

    [Fact]
    public void Read_HugeHeaderLength_AllocatesNothing()
    {
        byte[] file = MatrixBytes.Npy(2, MatrixBytes.NpyHeader("<f4", false, "(2, 3)"), Bytes(Expected));
        file[11] = 0xFF;

        AssertRejected("a header of a matrix has at most", file);
    }

    private static float[,] Read(byte[] file) => NpyFile.Read<float>(new MemoryStream(file));

    private static float[,] ReadForwards(byte[] file) => NpyFile.Read<float>(new ForwardStream(file));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static void AssertRejected(string message, byte[] file) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(file)).Message, StringComparison.Ordinal);
}
