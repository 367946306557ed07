using System.Globalization;
using System.Text;

namespace Quickstart.Input;

/// <summary>
/// Reads a table of numbers separated by commas, semicolons or tabs (the first of these that the first line holds), with a point as
/// decimal sign. A first line without any number is taken for column names; empty lines and lines that begin with <c>#</c> are skipped.
/// </summary>
internal static class CsvReader
{
    /// <exception cref="InvalidDataException">A field is not a finite number in single precision, rows differ in length, or there is no row.</exception>
    public static HostMatrix Read(Stream stream)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var values = new ValueBuffer();
        int columns = 0, rows = 0, lineNumber = 0;
        char separator = '\0';
        bool first = true;

        while (reader.ReadLine() is { } line)
        {
            lineNumber++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            if (first)
            {
                first = false;
                separator = Separator(line);
                if (IsHeader(line, separator))
                {
                    continue;
                }
            }

            int fields = AddRow(line, separator, lineNumber, values);
            if (rows > 0 && fields != columns)
            {
                throw new InvalidDataException($"Line {lineNumber} of the CSV file has {fields} field(s), the lines before it have {columns}.");
            }

            columns = fields;
            rows++;
        }

        return rows == 0
            ? throw new InvalidDataException("The CSV file holds no line of numbers.")
            : new HostMatrix(values.ToArray(), rows, columns);
    }

    private static char Separator(string line)
    {
        int at = line.AsSpan().IndexOfAny(",;\t");
        return at < 0 ? ',' : line[at];
    }

    private static bool IsHeader(string line, char separator)
    {
        foreach (Range field in line.AsSpan().Split(separator))
        {
            if (TryParse(line.AsSpan()[field], out _))
            {
                return false;
            }
        }

        return true;
    }

    private static int AddRow(string line, char separator, int lineNumber, ValueBuffer values)
    {
        int fields = 0;
        foreach (Range field in line.AsSpan().Split(separator))
        {
            fields++;
            if (!TryParse(line.AsSpan()[field], out float value) || !float.IsFinite(value))
            {
                throw new InvalidDataException($"Line {lineNumber}, field {fields} of the CSV file is not a finite number: '{Shortened(line[field])}'.");
            }

            values.Add(value);
        }

        return fields;
    }

    private static bool TryParse(ReadOnlySpan<char> field, out float value)
    {
        field = field.Trim();
        if (field.Length >= 2 && field[0] == '"' && field[^1] == '"')
        {
            field = field[1..^1];
        }

        return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static string Shortened(string field) => field.Length <= 40 ? field : field[..40] + "...";
}
