using System.Numerics;

namespace Panther.Core;

/// <summary>Reads a table of numbers.</summary>
internal sealed class CsvReader<T>(TextLines lines, CsvFormat format, MatrixFileLimits limits)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ElementList<T> values = new();
    private string[] header = [];
    private char separator;
    private int rows;
    private int columns;

    /// <exception cref="InvalidDataException">A field is not a finite number, rows differ in length, there is no row, or a limit is exceeded.</exception>
    public CsvTable<T> Read()
    {
        bool isFirst = true;
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (line.IsWhiteSpace() || (format.Comment is { } comment && line[0] == comment))
            {
                continue;
            }

            if (isFirst)
            {
                isFirst = false;
                separator = format.Separator ?? Separator(line);
                if (format.HasHeader ?? !HasNumber(line))
                {
                    header = ReadHeader(line.ToString());
                    continue;
                }
            }

            AddRow(line);
        }

        return rows == 0
            ? throw lines.Wrong("it is the last, and there was no line of numbers")
            : new CsvTable<T> { Header = header, Values = HostElements.ToMatrix(values.Span, rows, columns, MatrixLayout.RowMajor) };
    }

    private static char Separator(ReadOnlySpan<char> line)
    {
        int at = line.IndexOfAny(",;\t");
        return at < 0 ? ',' : line[at];
    }

    private bool HasNumber(ReadOnlySpan<char> line)
    {
        var fields = new CsvFields(line, separator);
        while (fields.MoveNext())
        {
            if (FileElement.TryParse<T>(fields.Current, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the names of columns, which may go over several lines.</summary>
    private string[] ReadHeader(string line)
    {
        while (true)
        {
            var names = new List<string>();
            var fields = new CsvFields(line, separator);
            while (fields.MoveNext())
            {
                names.Add(fields.IsMalformed ? throw Wrong(fields, "goes on after its closing quote") : fields.Text);
            }

            if (!fields.IsOpen)
            {
                return [.. names];
            }

            line = lines.TryRead(out ReadOnlySpan<char> more) ? $"{line}\n{more}" : throw Wrong(fields, "has no closing quote");
        }
    }

    private void AddRow(ReadOnlySpan<char> line)
    {
        var fields = new CsvFields(line, separator);
        while (fields.MoveNext())
        {
            if (fields.IsOpen || fields.IsMalformed || !FileElement.TryParse(fields.Current, out T value))
            {
                throw Wrong(fields, $"is not a finite {typeof(T).Name}: '{FileElement.Shortened(fields.Current)}'");
            }

            values.Add(value);
            if (values.Count > limits.MaximumElements)
            {
                throw lines.Wrong($"the limit of {limits.MaximumElements} elements is exceeded ({nameof(MatrixFileLimits)}.{nameof(MatrixFileLimits.MaximumElements)})");
            }
        }

        if ((rows > 0 && fields.Number != columns) || (header.Length > 0 && fields.Number != header.Length))
        {
            throw lines.Wrong($"it has {fields.Number} fields, those before it have {(rows > 0 ? columns : header.Length)}");
        }

        columns = fields.Number;
        rows++;
    }

    private InvalidDataException Wrong(CsvFields fields, string what) => lines.Wrong($"field {fields.Number} {what}");
}
