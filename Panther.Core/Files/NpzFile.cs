using System.IO.Compression;
using System.Numerics;

namespace Panther.Core;

/// <summary>NumPy's .npz files: named <see cref="NpyFile">.npy</see> arrays in a zip archive.</summary>
/// <remarks>Checksums are verified, and what a file unpacks to is limited (<see cref="MatrixFileLimits.MaximumExpandedBytes"/>).</remarks>
public static class NpzFile
{
    private const string Extension = ".npy";

    /// <summary>Reads all arrays.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The matrices by name, without ".npy"; the first index is the row.</returns>
    /// <exception cref="InvalidDataException">
    /// Not a zip archive, damaged, encrypted, with a name twice, with an array that is no matrix of real numbers, or beyond a limit.
    /// </exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static Dictionary<string, T[,]> Read<T>(string path, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using FileStream stream = File.OpenRead(path);
        return Read<T>(stream, limits);
    }

    /// <summary>Reads all arrays.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">The content, which stays open; one that cannot seek is read into memory first.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static Dictionary<string, T[,]> Read<T>(Stream stream, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Select<T>(stream, limits, _ => true);

    /// <summary>Reads one array, whatever else is in the file.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the array, without ".npy".</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The matrix; the first index is the row.</returns>
    /// <exception cref="KeyNotFoundException">The file holds no array of that name.</exception>
    /// <inheritdoc cref="Read{T}(string, MatrixFileLimits?)"/>
    public static T[,] Read<T>(string path, string name, MatrixFileLimits? limits = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using FileStream stream = File.OpenRead(path);
        return Select<T>(stream, limits, found => found == name).TryGetValue(name, out T[,]? matrix)
            ? matrix
            : throw new KeyNotFoundException($"The .npz file holds no array of the name '{name}'.");
    }

    /// <summary>Writes arrays, compressed.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="matrices">The matrices by name, without ".npy"; the first index is the row.</param>
    /// <exception cref="ArgumentException">A matrix or a name is empty.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, IReadOnlyDictionary<string, T[,]> matrices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(matrices);
        using FileStream stream = File.Create(path);
        Write(stream, matrices);
    }

    /// <summary>Writes arrays, compressed.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Receives the content and stays open.</param>
    /// <param name="matrices">The matrices by name, without ".npy"; the first index is the row.</param>
    /// <inheritdoc cref="Write{T}(string, IReadOnlyDictionary{string, T[,]})"/>
    public static void Write<T>(Stream stream, IReadOnlyDictionary<string, T[,]> matrices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(matrices);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, T[,] matrix) in matrices)
        {
            using Stream entry = archive.CreateEntry(name + Extension).Open();
            NpyFile.Write(entry, matrix);
        }
    }

    /// <summary>Reads the array of a file that holds no other.</summary>
    internal static T[,] ReadSingle<T>(Stream stream, MatrixFileLimits? limits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<string, T[,]> matrices = Read<T>(stream, limits);
        return matrices.Count == 1
            ? matrices.Values.Single()
            : throw new InvalidDataException($"The .npz file holds {matrices.Count} arrays; one is wanted, so that it is clear which ({nameof(NpzFile)} reads them by name).");
    }

    private static Dictionary<string, T[,]> Select<T>(Stream stream, MatrixFileLimits? limits, Func<string, bool> isWanted)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        InputCheck.ElementType<T>();
        limits ??= MatrixFileLimits.Default;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var budget = new ByteBudget(limits);
        budget.Earn(stream.CanSeek ? stream.Length : 0);
        var matrices = new Dictionary<string, T[,]>();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
            if (!isWanted(name))
            {
                continue;
            }

            using var content = new ZipEntryContent(entry, budget);
            if (!matrices.TryAdd(name, NpyReader.Read<T>(new ByteReader(content, entry.FullName), limits)))
            {
                throw new InvalidDataException($"The .npz file holds '{name}' twice.");
            }
        }

        return matrices;
    }

    private static void Check<T>(IReadOnlyDictionary<string, T[,]> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        InputCheck.ElementType<T>();
        foreach ((string name, T[,] matrix) in matrices)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(matrices));
            ArgumentNullException.ThrowIfNull(matrix, nameof(matrices));
            InputCheck.NotEmpty(matrix.GetLength(0), matrix.GetLength(1));
        }
    }
}
