using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

public sealed class StoreDirectoryTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"panther-store-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void Write_NoDirectory_MakesOneForTheUserAlone()
    {
        var files = new StoreDirectory(Path.Combine(path, "deep", "down"));
        Assert.Null(files.Read("a"));
        files.Write("a", [1, 2, 3]);
        files.Write("a", [4, 5]);
        Assert.Equal([4, 5], files.Read("a")!);
        Assert.Equal("a", Assert.Single(files.List()).Name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(files.Path));
        }

        files.Delete("a");
        files.Delete("a");
        Assert.Empty(files.List());
    }

    [Fact]
    public void Touch_LongUnused_NotesTheUse()
    {
        var files = new StoreDirectory(path);
        files.Write("a", [1]);
        File.SetLastWriteTimeUtc(Path.Combine(path, "a"), DateTime.UtcNow.AddDays(-3));
        files.Touch("a");
        Assert.True(Assert.Single(files.List()).LastUse > DateTime.UtcNow.AddHours(-1));
    }

    [Fact]
    public void Keep_ReadOnlyDirectory_IsReportedAndTheEntriesStayUsable()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("This user may write everywhere, or the system has no permissions of this kind.");
            return;
        }

        new KernelStore(new StoreDirectory(path)).Keep(StoreEntries.Make("key"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var store = new KernelStore(new StoreDirectory(path));
        store.Keep(StoreEntries.Make("another"));
        Assert.Contains(path, store.Problem);
        Assert.NotNull(store.Find("key", StoreEntries.Kernel));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Keep_DirectoryCannotBeMade_IsReported()
    {
        Directory.CreateDirectory(path);
        string file = Path.Combine(path, "file");
        File.WriteAllText(file, "not a directory");
        var store = new KernelStore(new StoreDirectory(Path.Combine(file, "store")));
        Assert.Null(store.Find("key", StoreEntries.Kernel));
        store.Keep(StoreEntries.Make("key"));
        Assert.NotNull(store.Problem);
    }

    [Fact]
    public void Keep_FullDevice_IsReported()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/full"))
        {
            Assert.Skip("There is no /dev/full.");
        }

        // The unfinished file of the next write is a link to a device on which every write fails as on a full disk.
        var files = new StoreDirectory(path);
        files.Write("first", [1]);
        File.CreateSymbolicLink(Path.Combine(path, $"{KernelStore.FileName("key")}.{Environment.ProcessId}-2{StoreDirectory.UnfinishedExtension}"), "/dev/full");
        var store = new KernelStore(files);
        store.Keep(StoreEntries.Make("key"));
        Assert.NotNull(store.Problem);
        Assert.Equal("first", Assert.Single(files.List()).Name);
    }
}
