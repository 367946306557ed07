using System.IO.Compression;
using System.Text;

namespace Panther.Tests.Files;

/// <summary>Makes matrix files in memory.</summary>
internal static class MatrixBytes
{
    /// <summary>A .npy file of the given version with any header text and any payload.</summary>
    public static byte[] Npy(byte version, string header, ReadOnlySpan<byte> payload)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. payload];
    }

    /// <summary>A version 1 header for a matrix.</summary>
    public static string NpyHeader(string descr, bool fortranOrder, string shape) =>
        $"{{'descr': '{descr}', 'fortran_order': {(fortranOrder ? "True" : "False")}, 'shape': {shape}, }}";

    public static byte[] Pgm(string header, ReadOnlySpan<byte> payload) => [.. Encoding.ASCII.GetBytes(header), .. payload];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Gzip(ReadOnlySpan<byte> plain)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }
}
