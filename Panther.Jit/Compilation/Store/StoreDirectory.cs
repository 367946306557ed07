namespace Panther.Jit.Compilation.Store;

/// <summary>The files of a store in a directory, which is made when the first file is written.</summary>
internal sealed class StoreDirectory(string path) : IStoreFiles
{
    /// <summary>The name's end while a file is being written.</summary>
    public const string UnfinishedExtension = ".tmp";

    /// <summary>How old the note of a file's last use may become before it is renewed: a start that uses a hundred kernels should write nothing.</summary>
    private static readonly TimeSpan UseResolution = TimeSpan.FromHours(12);

    private long written;

    public string Path { get; } = path;

    public byte[]? Read(string name)
    {
        string file = Full(name);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            // Others may replace or delete the file meanwhile; what is open stays whole.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return null;
        }
    }

    public bool Any() => Directory.Exists(Path) && Directory.EnumerateFiles(Path).Any();

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        CreateDirectory();
        string unfinished = Full($"{name}.{Environment.ProcessId}-{Interlocked.Increment(ref written)}{UnfinishedExtension}");
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content);
            }

            File.Move(unfinished, Full(name), overwrite: true);
        }
        catch
        {
            Delete(unfinished);
            throw;
        }
    }

    public void Touch(string name)
    {
        string file = Full(name);
        DateTime now = DateTime.UtcNow;
        try
        {
            if (now - File.GetLastWriteTimeUtc(file) > UseResolution)
            {
                File.SetLastWriteTimeUtc(file, now);
            }
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // Another process evicted the file, and this one has read it already.
        }
    }

    public void Delete(string name) => File.Delete(Full(name));

    public IReadOnlyList<StoreFile> List()
    {
        var files = new List<StoreFile>();
        foreach (FileInfo file in new DirectoryInfo(Path).EnumerateFiles())
        {
            try
            {
                files.Add(new StoreFile(file.Name, file.Length, file.LastWriteTimeUtc));
            }
            catch (Exception exception) when (IsGone(exception))
            {
                // Renamed or deleted by another process since the directory was read.
            }
        }

        return files;
    }

    private static bool IsGone(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    private void CreateDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            // The code runs on the device with the user's rights: nobody else shall write it.
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string Full(string name) => System.IO.Path.Combine(Path, name);
}
