using Quickstart.Input;

namespace Panther.Tests.Samples;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("1,2,3\n4,5,6\n")]
    [InlineData("1,2,3\r\n4,5,6")]
    [InlineData("\uFEFF1,2,3\n4,5,6\n")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n")]
    [InlineData("# taken on a Monday\n\n1,2,3\n\n4,5,6\n")]
    [InlineData("1;2;3\n4;5;6\n")]
    [InlineData("x\ty\tz\n1\t2\t3\n4\t5\t6\n")]
    [InlineData(" 1 , 2e0 ,+3\n\"4\",0.5e1,60E-1\n")]
    public void Read_Table_GivesValues(string text)
    {
        HostMatrix matrix = Read(text);

        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));
        Assert.Equal([1f, 2, 3, 4, 5, 6], matrix.Values);
    }

    [Fact]
    public void Read_OneColumn_GivesRows() => Assert.Equal((3, 1), (Read("1\n2\n3").Rows, Read("1\n2\n3").Columns));

    [Theory]
    [InlineData("", "holds no line of numbers")]
    [InlineData("a,b\n", "holds no line of numbers")]
    [InlineData("a,b\nc,d\n", "Line 2, field 1")]
    [InlineData("1,2\n3\n", "Line 2 of the CSV file has 1 field(s), the lines before it have 2")]
    [InlineData("1,2\n3,4,5\n", "has 3 field(s)")]
    [InlineData("1,2\n3,x\n", "Line 2, field 2 of the CSV file is not a finite number: 'x'")]
    [InlineData("1,oops\n3,4\n", "Line 1, field 2")]
    [InlineData("1,2\n3,\n", "Line 2, field 2")]
    [InlineData("1,2\n3,NaN\n", "Line 2, field 2")]
    [InlineData("1,2\n3,1e39\n", "Line 2, field 2")]
    [InlineData("1,2\n\0\0\0", "Line 2, field 1")]
    public void Read_BadTable_SaysLineAndField(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_CompressedDigits_GivesEveryRow()
    {
        HostMatrix matrix = MatrixFile.Read(SampleData.PathOrSkip("digits.csv.gz"));

        Assert.Equal((1797, 65), (matrix.Rows, matrix.Columns));
        Assert.Equal([0f, 0, 5, 13, 9, 1, 0], matrix.Values[..7]);
        Assert.All(matrix.Values, v => Assert.InRange(v, 0, 16));
    }

    private static HostMatrix Read(string text) => CsvReader.Read(new MemoryStream(MatrixBytes.Text(text)));
}
