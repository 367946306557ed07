using System.IO.Compression;

namespace Quickstart.Input;

/// <summary>Reads a matrix from a file whose name says its format.</summary>
internal static class MatrixFile
{
    /// <summary>The formats that <see cref="Read(string)"/> knows, for messages.</summary>
    public const string Formats = ".npy, .csv or .pgm (each may be compressed as .gz)";

    /// <summary>Reads <paramref name="path"/>; a further <c>.gz</c> at its end means that the file is compressed.</summary>
    /// <exception cref="InvalidDataException">The file is not what its name says, is damaged, or has an unsupported layout.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static HostMatrix Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        return Read(file, path);
    }

    /// <summary>Reads a matrix from <paramref name="stream"/> in the format that <paramref name="name"/> ends with.</summary>
    /// <exception cref="InvalidDataException">The content is not what the name says, is damaged, or has an unsupported layout.</exception>
    public static HostMatrix Read(Stream stream, string name)
    {
        if (Path.GetExtension(name).Equals(".gz", StringComparison.OrdinalIgnoreCase))
        {
            using var plain = new BufferedStream(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), 1 << 16);
            return Read(plain, name[..^3]);
        }

        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".npy" => NpyReader.Read(stream),
            ".csv" => CsvReader.Read(stream),
            ".pgm" => PgmReader.Read(stream),
            var other => throw new InvalidDataException($"'{other}' is not a known matrix format; use {Formats}."),
        };
    }
}
