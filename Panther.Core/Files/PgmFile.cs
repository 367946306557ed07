using System.Numerics;
using System.Text;

namespace Panther.Core;

/// <summary>Portable graymap files (netpbm): a grey picture of 8 or 16 bits, as a matrix of its rows.</summary>
/// <remarks>Grey levels are scaled: 0 is black and 1 is white. Read are the plain and the raw kind (P2, P5), of a raw one the first picture alone; written is the raw one.</remarks>
public static class PgmFile
{
    private const string Format = ".pgm";

    /// <summary>Reads a picture.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file; .gz at the end of its name means that it is compressed.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The grey levels from 0 to 1, height×width.</returns>
    /// <exception cref="InvalidDataException">Not a .pgm file, damaged, cut off, a level is above the stated maximum, or a limit is exceeded; the message says where.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static T[,] Read<T>(string path, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Stream stream = MatrixStream.OpenRead(path, limits);
        return Read<T>(stream, limits);
    }

    /// <summary>Reads a picture from a stream.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static T[,] Read<T>(Stream stream, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        InputCheck.ElementType<T>();
        return new PgmReader(new ByteReader(stream, Format)).Read<T>(limits ?? MatrixFileLimits.Default);
    }

    /// <summary>Writes a picture with 256 grey levels, each value rounded to the nearest one.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists; .gz at the end of its name means that it is compressed.</param>
    /// <param name="matrix">The grey levels, height×width; those below 0 become black, those above 1 white.</param>
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

    /// <summary>Writes a picture with 256 grey levels, each value rounded to the nearest one.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="matrix">The grey levels, height×width; those below 0 become black, those above 1 white.</param>
    /// <inheritdoc cref="Write{T}(string, T[,])"/>
    public static void Write<T>(Stream stream, T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(matrix);
        (int height, int width) = (matrix.GetLength(0), matrix.GetLength(1));
        stream.Write(Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"));
        var levels = new byte[width];
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                levels[j] = byte.CreateSaturating(T.Round(matrix[i, j] * T.CreateChecked(255)));
            }

            stream.Write(levels);
        }
    }

    private static void Check<T>(T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.GetLength(0), matrix.GetLength(1));
        FileElement.CheckFinite<T>(DenseOperand.Span(matrix), Format);
    }
}
