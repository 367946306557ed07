using System.Numerics;
using System.Text;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Matrix Market files (Boisvert, Pozo and Remington, NISTIR 5935, 1996): sparse or dense matrices as text.</summary>
/// <remarks>
/// Read are coordinate and array files, of real or integer elements or patterns (whose elements are 1), general, symmetric or skew-symmetric, where each
/// off-diagonal element stands for two. Elements at one place add up. Numbers are finite and have a point as decimal sign, whatever the culture; written
/// ones have as many digits as it takes to read back the same bits.
/// </remarks>
public static class MatrixMarketFile
{
    private const string Format = ".mtx";

    /// <summary>Reads a matrix as a dense one.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file; .gz at the end of its name means that it is compressed.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The matrix; the first index is the row.</returns>
    /// <exception cref="InvalidDataException">
    /// Not a Matrix Market file, of complex numbers, damaged, cut off, empty, an element is not within the range of <typeparamref name="T"/>, or a limit is
    /// exceeded; the message names the line.
    /// </exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static T[,] Read<T>(string path, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Stream stream = MatrixStream.OpenRead(path, limits);
        return Read<T>(stream, limits);
    }

    /// <summary>Reads a matrix from a stream as a dense one.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static unsafe T[,] Read<T>(Stream stream, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        InputCheck.ElementType<T>();
        limits ??= MatrixFileLimits.Default;
        using var lines = new TextLines(stream, Format);
        var reader = new MatrixMarketReader<T>(lines, limits);
        if (!reader.IsSparse)
        {
            return reader.ReadArray();
        }

        limits.CheckExpansion(limits.CheckShape(reader.Rows, reader.Columns, lines.Wrong), sizeof(T), "the dense matrix", lines.Wrong);
        return reader.ReadCoordinates().ToMatrix();
    }

    /// <summary>Reads a sparse matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file; .gz at the end of its name means that it is compressed.</param>
    /// <param name="device">Where the matrix goes; null for <see cref="Device.Default"/>.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The matrix, which the caller disposes.</returns>
    /// <exception cref="InvalidDataException">As for a dense matrix; also if the file lists elements without their places.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static CsrMatrix<T> ReadSparse<T>(string path, Device? device = null, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Stream stream = MatrixStream.OpenRead(path, limits);
        return ReadSparse<T>(stream, device, limits);
    }

    /// <summary>Reads a sparse matrix from a stream.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open.</param>
    /// <param name="device">Where the matrix goes; null for <see cref="Device.Default"/>.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="ReadSparse{T}(string, Device?, MatrixFileLimits?)"/>
    public static CsrMatrix<T> ReadSparse<T>(Stream stream, Device? device = null, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        InputCheck.ElementType<T>();
        limits ??= MatrixFileLimits.Default;
        using var lines = new TextLines(stream, Format);
        var reader = new MatrixMarketReader<T>(lines, limits);
        if (!reader.IsSparse)
        {
            throw lines.Wrong("it is the head of an array file, which holds a dense matrix; coordinates are wanted");
        }

        // Starts of rows, and a copy of them while the elements are sorted.
        limits.CheckExpansion(reader.Rows + 1L, 2 * sizeof(long), "the starts of the rows", lines.Wrong);
        return reader.ReadCoordinates().ToCsr(device ?? Device.Default);
    }

    /// <summary>Writes a dense matrix (array, real, general).</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists; .gz at the end of its name means that it is compressed.</param>
    /// <param name="matrix">The matrix; the first index is the row.</param>
    /// <exception cref="ArgumentException">The matrix is empty or holds NaN or infinity.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(matrix);
        using Stream stream = MatrixStream.Create(path);
        Write(stream, matrix);
    }

    /// <summary>Writes a dense matrix (array, real, general).</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="matrix">The matrix; the first index is the row.</param>
    /// <inheritdoc cref="Write{T}(string, T[,])"/>
    public static void Write<T>(Stream stream, T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(matrix);
        using StreamWriter writer = Begin(stream, "array", $"{matrix.GetLength(0)} {matrix.GetLength(1)}");
        for (int j = 0; j < matrix.GetLength(1); j++)
        {
            for (int i = 0; i < matrix.GetLength(0); i++)
            {
                FileElement.Write(writer, matrix[i, j]);
                writer.WriteLine();
            }
        }
    }

    /// <summary>Writes a sparse matrix (coordinate, real, general) and waits for its device.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists; .gz at the end of its name means that it is compressed.</param>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    /// <inheritdoc cref="Write{T}(string, T[,])"/>
    public static void Write<T>(string path, CsrMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        HostCsr<T> host = Check(matrix);
        using Stream stream = MatrixStream.Create(path);
        Write(stream, host);
    }

    /// <summary>Writes a sparse matrix (coordinate, real, general) and waits for its device.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="matrix">The matrix.</param>
    /// <inheritdoc cref="Write{T}(string, CsrMatrix{T})"/>
    public static void Write<T>(Stream stream, CsrMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Write(stream, Check(matrix));
    }

    private static void Write<T>(Stream stream, HostCsr<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using StreamWriter writer = Begin(stream, "coordinate", $"{matrix.Rows} {matrix.Columns} {matrix.Values.Length}");
        for (long i = 0; i < matrix.Rows; i++)
        {
            for (long at = matrix.Starts[i]; at < matrix.Starts[i + 1]; at++)
            {
                writer.Write(i + 1);
                writer.Write(' ');
                writer.Write(matrix.Indices[at] + 1L);
                writer.Write(' ');
                FileElement.Write(writer, matrix.Values[at]);
                writer.WriteLine();
            }
        }
    }

    private static StreamWriter Begin(Stream stream, string kind, string sizes)
    {
        var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($"%%MatrixMarket matrix {kind} real general");
        writer.WriteLine(sizes);
        return writer;
    }

    private static void Check<T>(T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.GetLength(0), matrix.GetLength(1));
        FileElement.CheckFinite<T>(DenseOperand.Span(matrix), Format);
    }

    private static HostCsr<T> Check<T>(CsrMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
        HostCsr<T> host = matrix.ToHost();
        FileElement.CheckFinite<T>(host.Values, Format);
        return host;
    }
}
