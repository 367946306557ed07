namespace Panther.Nn;

/// <summary>Replaces files as a whole.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file beside the one that it replaces, and renames it when all of it is on the disk. So there is the old file or the new one whatever interrupts, also a loss of power. What was written goes if writing fails.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = path + ".partial";
        FileStream stream = File.Create(partial);
        try
        {
            using (stream)
            {
                write(stream);

                // A rename may reach the disk before the content does.
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
