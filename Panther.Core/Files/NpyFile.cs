using System.Numerics;
using System.Runtime.InteropServices;

namespace Panther.Core;

/// <summary>NumPy's .npy files (NEP 1): one array, dense, in binary.</summary>
/// <remarks>
/// Read are versions 1 to 3, either byte order, C and Fortran order, and elements of type float16, float32, float64, bool and integers of 8 to 64 bits, each rounded
/// to nearest; NaN and infinity are kept as they are. An array of one dimension is a matrix of one column. Written is version 1 with this machine's
/// byte order.
/// </remarks>
public static class NpyFile
{
    private const string Format = ".npy";

    /// <summary>Reads a matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file; .gz at the end of its name means that it is compressed.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The matrix; the first index is the row.</returns>
    /// <exception cref="InvalidDataException">
    /// Not a .npy file, damaged, cut off, not a non-empty matrix of real numbers, a finite element is beyond the range of <typeparamref name="T"/>, or
    /// a limit is exceeded; the message says where.
    /// </exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static T[,] Read<T>(string path, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        using Stream stream = MatrixStream.OpenRead(path, limits);
        return Read<T>(stream, limits);
    }

    /// <summary>Reads a matrix from a stream, which must end with it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static T[,] Read<T>(Stream stream, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        InputCheck.ElementType<T>();
        return NpyReader.Read<T>(new ByteReader(stream, Format), limits ?? MatrixFileLimits.Default);
    }

    /// <summary>Writes a matrix, row by row.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists; .gz at the end of its name means that it is compressed.</param>
    /// <param name="matrix">The matrix; the first index is the row.</param>
    /// <exception cref="ArgumentException">The matrix is empty.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Check<T>(matrix.Length, matrix.GetLength(0), matrix.GetLength(1));
        using Stream stream = MatrixStream.Create(path);
        Write(stream, matrix);
    }

    /// <summary>Writes a matrix, row by row.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="matrix">The matrix; the first index is the row.</param>
    /// <inheritdoc cref="Write{T}(string, T[,])"/>
    public static void Write<T>(Stream stream, T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Write<T>(stream, DenseOperand.Span(matrix), matrix.GetLength(0), matrix.GetLength(1), MatrixLayout.RowMajor);
    }

    /// <summary>Writes a matrix as it lies in memory: row-major in C order, column-major in Fortran order.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="values">The elements, rows * columns of them.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <exception cref="ArgumentException">The matrix is empty, or <paramref name="values"/> does not hold rows * columns elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there is no such layout.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, long rows, long columns, MatrixLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int BlockElements = 1 << 20;
        ArgumentNullException.ThrowIfNull(stream);
        Check<T>(values.Length, rows, columns);
        DenseOperand.CheckLayout(layout);
        NpyHeader.Write(stream, NpyElementType.Of<T>(), layout == MatrixLayout.ColumnMajor, rows, columns);
        for (; !values.IsEmpty; values = values[Math.Min(BlockElements, values.Length)..])
        {
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(BlockElements, values.Length)]));
        }
    }

    private static void Check<T>(long length, long rows, long columns)
    {
        InputCheck.ElementType<T>();
        DenseOperand.CheckLength(length, rows, columns);
        InputCheck.NotEmpty(rows, columns);
    }
}
