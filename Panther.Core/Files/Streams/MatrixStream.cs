using System.IO.Compression;

namespace Panther.Core;

/// <summary>Opens the files of matrices, compressed where their names say so.</summary>
internal static class MatrixStream
{
    /// <summary>The end of a compressed file's name.</summary>
    public const string Compressed = ".gz";

    private const int BufferSize = 1 << 16;

    public static bool IsCompressed(string path) => path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);

    public static Stream OpenRead(string path, MatrixFileLimits? limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        return IsCompressed(path) ? new GzipContent(file, limits, leaveOpen: false) : file;
    }

    public static Stream Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);
        return IsCompressed(path) ? new BufferedStream(new GZipStream(file, CompressionLevel.Optimal), BufferSize) : file;
    }
}
