using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Core;

/// <summary>Reads and writes matrices in files whose names say their format: .npy, .npz, .csv, .mtx and .pgm, each but .npz also as .gz.</summary>
/// <remarks>
/// <see cref="NpyFile"/>, <see cref="NpzFile"/>, <see cref="CsvFile"/>, <see cref="MatrixMarketFile"/> and <see cref="PgmFile"/> say what each format
/// holds. The element type is <see cref="float"/> or <see cref="double"/>; what files hold in other types is converted, rounding to nearest.
/// </remarks>
public static class MatrixFile
{
    private const string Formats = ".npy, .npz, .csv, .mtx or .pgm, with .gz after it if compressed";

    /// <summary>Reads a matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file; a .npz file must hold one array alone.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The matrix; the first index is the row. A sparse matrix becomes a dense one.</returns>
    /// <exception cref="InvalidDataException">The file is not what its name says, is damaged, or is beyond a limit; the message says where and why.</exception>
    /// <exception cref="ArgumentException">The name ends with no known format.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static T[,] Read<T>(string path, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string format = FormatOf(path);
        using Stream stream = MatrixStream.OpenRead(path, limits);
        return ReadPlain<T>(stream, format, limits);
    }

    /// <summary>Reads a matrix from a stream, up to its end.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open.</param>
    /// <param name="name">A name that ends with the format, as a file's would.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static T[,] Read<T>(Stream stream, string name, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        string format = FormatOf(name);
        if (!MatrixStream.IsCompressed(name))
        {
            return ReadPlain<T>(stream, format, limits);
        }

        using var plain = new GzipContent(stream, limits, leaveOpen: true);
        return ReadPlain<T>(plain, format, limits);
    }

    /// <summary>Writes a matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists; a .npz file holds the array as "matrix".</param>
    /// <param name="matrix">The matrix; the first index is the row.</param>
    /// <exception cref="ArgumentException">The name ends with no known format, the matrix is empty, or a text format is to hold NaN or infinity.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T[,] matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (FormatOf(path))
        {
            case ".npy":
                NpyFile.Write(path, matrix);
                break;
            case ".npz":
                NpzFile.Write(path, new Dictionary<string, T[,]> { ["matrix"] = matrix });
                break;
            case ".csv":
                CsvFile.Write(path, matrix);
                break;
            case ".mtx":
                MatrixMarketFile.Write(path, matrix);
                break;
            default:
                PgmFile.Write(path, matrix);
                break;
        }
    }

    private static T[,] ReadPlain<T>(Stream stream, string format, MatrixFileLimits? limits)
        where T : unmanaged, IFloatingPointIeee754<T>
        => format switch
        {
            ".npy" => NpyFile.Read<T>(stream, limits),
            ".npz" => NpzFile.ReadSingle<T>(stream, limits),
            ".csv" => CsvFile.Read<T>(stream, limits: limits).Values,
            ".mtx" => MatrixMarketFile.Read<T>(stream, limits),
            _ => PgmFile.Read<T>(stream, limits),
        };

    /// <exception cref="ArgumentException">The name ends with no known format.</exception>
    private static string FormatOf(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        bool compressed = MatrixStream.IsCompressed(name);
        string format = Path.GetExtension(compressed ? name[..^MatrixStream.Compressed.Length] : name).ToLowerInvariant();
        return format is ".npy" or ".csv" or ".mtx" or ".pgm" || (format == ".npz" && !compressed)
            ? format
            : throw new ArgumentException($"The end of '{name}' is no known matrix format; these are: {Formats}.", parameter);
    }
}
