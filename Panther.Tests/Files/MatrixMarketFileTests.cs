using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Samples;

namespace Panther.Tests.Files;

public sealed class MatrixMarketFileTests
{
    private static readonly double[,] Small = { { 1, 0, -2.5 }, { 0, 4, 0 } };

    public static TheoryData<string, double[,]> Files => new()
    {
        { "%%MatrixMarket matrix coordinate real general\n% note\n\n2 3 3\n1 1 1\n2 2 4e0\n1 3 -2.5\n", Small },
        { "%%MatrixMarket matrix coordinate real general\r\n2 3 4\r\n2 2 3\r\n1 1 1\r\n2 2 1\r\n1 3 -2.5", Small },
        { "%%matrixmarket MATRIX Array REAL General\n2 3\n1\n0\n0\n4\n-2.5\n0\n", Small },
        { "%%MatrixMarket matrix array double general\n2 3\n1 0\n0 4 -2.5 0\n", Small },
        { "%%MatrixMarket matrix coordinate integer symmetric\n3 3 3\n1 1 5\n3 1 -2\n3 3 7\n", new double[,] { { 5, 0, -2 }, { 0, 0, 0 }, { -2, 0, 7 } } },
        { "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 3\n", new double[,] { { 0, -3 }, { 3, 0 } } },
        { "%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 2\n2 1\n", new double[,] { { 0, 1 }, { 1, 0 } } },
        { "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n", new double[,] { { 1, 1 }, { 1, 0 } } },
        { "%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n", new double[,] { { 1, 2 }, { 2, 3 } } },
        { "%%MatrixMarket matrix array integer skew-symmetric\n3 3\n1\n2\n3\n", new double[,] { { 0, -1, -2 }, { 1, 0, -3 }, { 2, 3, 0 } } },
        { "%%MatrixMarket matrix coordinate real general\n1 2 0\n", new double[,] { { 0, 0 } } },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_File_GivesTheMatrix(string text, double[,] expected)
    {
        Assert.Equal(expected, MatrixMarketFile.Read<double>(Stream(text)));
        if (text.Contains("coordinate", StringComparison.Ordinal))
        {
            using CsrMatrix<double> sparse = MatrixMarketFile.ReadSparse<double>(Stream(text), TestDevice.Get("cpu"));
            Assert.Equal(expected, sparse.ToArray());
        }
    }

    [Theory]
    [InlineData("", "does not begin with %%MatrixMarket")]
    [InlineData("%%MatrixMarket\n", "does not begin with %%MatrixMarket")]
    [InlineData("%%MatrixMarket vector array real general\n", "the first line must say")]
    [InlineData("%%MatrixMarket matrix coordinate complex hermitian\n", "complex matrices are not supported")]
    [InlineData("%%MatrixMarket matrix array pattern general\n", "a pattern has coordinates")]
    [InlineData("%%MatrixMarket matrix coordinate pattern skew-symmetric\n", "a pattern has coordinates and no signs")]
    [InlineData("%%MatrixMarket matrix array real general\n", "before the line of sizes")]
    [InlineData("%%MatrixMarket matrix array real general\n2 2 2\n", "Line 2 of the .mtx file is wrong: '2' is too much")]
    [InlineData("%%MatrixMarket matrix array real general\n2\n", "the number of columns must be a whole number")]
    [InlineData("%%MatrixMarket matrix array real general\n0 2\n", "0×2 is empty")]
    [InlineData("%%MatrixMarket matrix array real general\n-1 2\n", "from 0 to 2147483647, not '-1'")]
    [InlineData("%%MatrixMarket matrix array real symmetric\n2 3\n", "a symmetric matrix is square")]
    [InlineData("%%MatrixMarket matrix array real general\n2147483647 2147483647\n", "beyond the limit")]
    [InlineData("%%MatrixMarket matrix array real general\n2000000000 1\n1\n", "before element 2 of 2000000000")]
    [InlineData("%%MatrixMarket matrix array real general\n2 1\n1\n2\n3\n", "Line 5 of the .mtx file is wrong: it goes on after the 2 elements")]
    [InlineData("%%MatrixMarket matrix array real general\n2 1\n1 2 3\n", "'3' is too much")]
    [InlineData("%%MatrixMarket matrix array real general\n2 1\n1\nNaN\n", "Line 4 of the .mtx file is wrong: an element must be a finite Double, not 'NaN'")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n40000 40000 1\n1 1 1\n", "MaximumExpandedBytes")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 2000000000\n1 1 1\n", "before element 2 of 2000000000")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 1\n", "the row must be a whole number from 1 to 2, not '3'")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 0 1\n", "the column must be a whole number from 1 to 2, not '0'")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1\n", "an element must be a finite Double, not ''")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1 1\n", "'1' is too much")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1\n1 1 1\n", "it goes on after the 1 elements")]
    [InlineData("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n1 1 1\n", "the diagonal of a skew-symmetric matrix is zero")]
    public void Read_BadFile_SaysLineAndReason(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => MatrixMarketFile.Read<double>(Stream(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2147483647 1 0\n", "MaximumExpandedBytes")]
    [InlineData("%%MatrixMarket matrix array real general\n1 1\n1\n", "coordinates are wanted")]
    public void ReadSparse_BadFile_SaysLineAndReason(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => MatrixMarketFile.ReadSparse<float>(Stream(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_Dense_ReadsBackTheSameBits()
    {
        double[,] values = { { 0.1, double.Epsilon }, { -0.0, double.MaxValue }, { 1 / 3.0, 5 } };
        var stream = new MemoryStream();

        MatrixMarketFile.Write(stream, values);

        double[,] read = MatrixMarketFile.Read<double>(new MemoryStream(stream.ToArray()));
        Assert.Equal(values.Cast<double>().Select(BitConverter.DoubleToInt64Bits), read.Cast<double>().Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Write_Sparse_ReadsBackTheSame(string device)
    {
        Device on = TestDevice.Get(device);
        using CsrMatrix<float> matrix = CsrMatrix<float>.Create(on, 3, 4, [0, 2, 2, 3], [3, 0, 1], [0.1f, -2, 1e-30f]);
        using var file = new TemporaryFile(".mtx.gz", "");

        MatrixMarketFile.Write(file.Path, matrix);

        using CsrMatrix<float> read = MatrixMarketFile.ReadSparse<float>(file.Path, on);
        Assert.Equal(3, read.NonzeroCount);
        Assert.Equal(matrix.ToArray(), read.ToArray());
    }

    private static MemoryStream Stream(string text) => new(MatrixBytes.Text(text));
}
