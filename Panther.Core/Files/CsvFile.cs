using System.Buffers;
using System.Numerics;
using System.Text;

namespace Panther.Core;

/// <summary>Tables of numbers as text (RFC 4180): rows of fields with a separator between them.</summary>
/// <remarks>
/// Numbers have a point as decimal sign, whatever the culture, and may be quoted; they are finite. Empty lines are left out. Names of columns may be quoted and
/// hold separators, doubled quotes and ends of lines. Text is UTF-8, or what a byte order mark says. Written numbers have as many digits as it takes
/// to read back the same bits.
/// </remarks>
public static class CsvFile
{
    private const string Format = ".csv";

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\"\r\n,;\t# ");

    /// <summary>Reads a table.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file; .gz at the end of its name means that it is compressed.</param>
    /// <param name="format">How the file is laid out; null to find out.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The numbers, and the names of the columns if there are any.</returns>
    /// <exception cref="InvalidDataException">
    /// A field is not a finite number within the range of <typeparamref name="T"/>, rows differ in length, there is no row, a line is longer than 2²⁶
    /// characters, or a limit is exceeded; the message names line and field.
    /// </exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static CsvTable<T> Read<T>(string path, CsvFormat? format = null, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Stream stream = MatrixStream.OpenRead(path, limits);
        return Read<T>(stream, format, limits);
    }

    /// <summary>Reads a table from a stream.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open.</param>
    /// <param name="format">How the content is laid out; null to find out.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="Read{T}(string, CsvFormat?, MatrixFileLimits?)"/>
    public static CsvTable<T> Read<T>(Stream stream, CsvFormat? format = null, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        InputCheck.ElementType<T>();
        using var lines = new TextLines(stream, Format);
        return new CsvReader<T>(lines, format ?? CsvFormat.Default, limits ?? MatrixFileLimits.Default).Read();
    }

    /// <summary>Writes a table.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists; .gz at the end of its name means that it is compressed.</param>
    /// <param name="matrix">The numbers; the first index is the row.</param>
    /// <param name="header">The names of the columns; null for none.</param>
    /// <param name="separator">The character between fields.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity, or there is not a name for each column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The separator may be part of a number, or is a quote or the end of a line.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T[,] matrix, IReadOnlyList<string>? header = null, char separator = ',')
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(matrix, header, separator);
        using Stream stream = MatrixStream.Create(path);
        Write(stream, matrix, header, separator);
    }

    /// <summary>Writes a table.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="matrix">The numbers; the first index is the row.</param>
    /// <param name="header">The names of the columns; null for none.</param>
    /// <param name="separator">The character between fields.</param>
    /// <inheritdoc cref="Write{T}(string, T[,], IReadOnlyList{string}?, char)"/>
    public static void Write<T>(Stream stream, T[,] matrix, IReadOnlyList<string>? header = null, char separator = ',')
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(matrix, header, separator);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (header is not null)
        {
            writer.WriteLine(string.Join(separator, header.Select(name => Field(name, separator))));
        }

        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                if (j > 0)
                {
                    writer.Write(separator);
                }

                FileElement.Write(writer, matrix[i, j]);
            }

            writer.WriteLine();
        }
    }

    private static string Field(string name, char separator) =>
        name.Contains(separator) || name.AsSpan().ContainsAny(Quoted) ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static void Check<T>(T[,] matrix, IReadOnlyList<string>? header, char separator)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.GetLength(0), matrix.GetLength(1));
        CsvFormat.CheckSeparator(separator);
        FileElement.CheckFinite<T>(DenseOperand.Span(matrix), Format);
        if (header is not null && header.Count != matrix.GetLength(1))
        {
            throw new ArgumentException($"There are {header.Count} names for {matrix.GetLength(1)} columns.", nameof(header));
        }
    }
}
