using Panther.Core;
using Panther.Tests.Samples;

namespace Panther.Tests.Files;

public sealed class CsvFileTests
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
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, Read(text).Values);
    }

    [Fact]
    public void Read_OneColumn_GivesRows() => Assert.Equal(new float[,] { { 1 }, { 2 }, { 3 } }, Read("1\n2\n3").Values);

    [Theory]
    [InlineData("", "there was no line of numbers")]
    [InlineData("a,b\n", "there was no line of numbers")]
    [InlineData("a,b\nc,d\n", "Line 2 of the .csv file is wrong: field 1")]
    [InlineData("1,2\n3\n", "Line 2 of the .csv file is wrong: it has 1 fields, those before it have 2")]
    [InlineData("1,2\n3,4,5\n", "it has 3 fields")]
    [InlineData("1,2\n3,x\n", "Line 2 of the .csv file is wrong: field 2 is not a finite Single: 'x'")]
    [InlineData("1,oops\n3,4\n", "Line 1 of the .csv file is wrong: field 2")]
    [InlineData("1,2\n3,\n", "Line 2 of the .csv file is wrong: field 2")]
    [InlineData("1,2\n3,NaN\n", "Line 2 of the .csv file is wrong: field 2")]
    [InlineData("1,2\n3,1e39\n", "Line 2 of the .csv file is wrong: field 2")]
    [InlineData("1,2\n\0\0\0", "Line 2 of the .csv file is wrong: field 1")]
    public void Read_BadTable_SaysLineAndField(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"a\",\"b, \"\"c\"\"\"\n1,2\n", "a", "b, \"c\"")]
    [InlineData("a,\"b\nb\"\r\n1,2\n", "a", "b\nb")]
    [InlineData("# note\na,b\n1,2\n", "a", "b")]
    public void Read_Header_GivesNames(string text, params string[] names)
    {
        CsvTable<float> table = Read(text);

        Assert.Equal(names, table.Header);
        Assert.Equal(new float[,] { { 1, 2 } }, table.Values);
    }

    [Fact]
    public void Read_FormatGiven_IsTaken()
    {
        Assert.Equal(["1", "2"], Read("1,2\n3,4\n", new CsvFormat { HasHeader = true }).Header);
        Assert.Equal(new float[,] { { 1, 2 } }, Read("1 \"2\"\n", new CsvFormat { Separator = ' ' }).Values);
        Assert.Equal(new float[,] { { 1, 2 } }, Read("%x\n1|2\n", new CsvFormat { Separator = '|', Comment = '%' }).Values);
        Assert.Contains("field 1 is not", Assert.Throws<InvalidDataException>(() => Read("a,b\n1,2\n", new CsvFormat { HasHeader = false })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a,b\n1,2\n", "Line 2 of the .csv file is wrong: field 1 has no closing quote")]
    [InlineData("\"a\"x,b\n1,2\n", "Line 1 of the .csv file is wrong: field 1 goes on after its closing quote")]
    [InlineData("a,b\n\"1,2\n", "Line 2 of the .csv file is wrong: field 1")]
    [InlineData("a,b\n\"1\"2,2\n", "Line 2 of the .csv file is wrong: field 1")]
    [InlineData("a,b,c\n1,2\n", "it has 2 fields, those before it have 3")]
    public void Read_BadQuotes_SaysWhere(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MoreElementsThanTheLimit_NamesIt()
    {
        var limits = new MatrixFileLimits { MaximumElements = 3 };

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => CsvFile.Read<float>(new MemoryStream(MatrixBytes.Text("1,2\n3,4\n")), limits: limits));

        Assert.Contains("Line 2", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(MatrixFileLimits.MaximumElements), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('|')]
    public void Write_ThenRead_GivesTheSameBitsAndNames(char separator)
    {
        double[,] values = { { 0.1, -0.0, double.Epsilon }, { double.MaxValue, 1 / 3.0, -1e-300 } };
        string[] header = ["plain", "with, \"both\"", "on two\nlines|"];
        var stream = new MemoryStream();

        CsvFile.Write(stream, values, header, separator);
        CsvTable<double> table = CsvFile.Read<double>(new MemoryStream(stream.ToArray()), new CsvFormat { Separator = separator });

        Assert.Equal(header, table.Header);
        Assert.Equal(values.Cast<double>().Select(BitConverter.DoubleToInt64Bits), table.Values.Cast<double>().Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Write_InACultureWithDecimalCommas_WritesPoints()
    {
        var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        var stream = new MemoryStream();
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = german;
            CsvFile.Write(stream, new float[,] { { 0.5f, 1.25f } });
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }

        Assert.Equal("0.5,1.25\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Read_CompressedDigits_GivesEveryRow()
    {
        double[,] matrix = CsvFile.Read<double>(SampleData.PathOrSkip("digits.csv.gz")).Values;

        Assert.Equal((1797, 65), (matrix.GetLength(0), matrix.GetLength(1)));
        Assert.Equal([0d, 0, 5, 13, 9, 1, 0], Enumerable.Range(0, 7).Select(j => matrix[0, j]));
        Assert.All(matrix.Cast<double>(), v => Assert.InRange(v, 0, 16));
    }

    private static CsvTable<float> Read(string text, CsvFormat? format = null) => CsvFile.Read<float>(new MemoryStream(MatrixBytes.Text(text)), format);
}
