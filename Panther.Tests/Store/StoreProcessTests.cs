using System.Diagnostics;
using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

/// <summary>Several processes in one directory, and processes that end in the middle of writing.</summary>
public sealed class StoreProcessTests : IDisposable
{
    private const string DirectoryVariable = "PANTHER_TEST_STORE";
    private const int Keys = 8;
    private const int EntryBytes = 300_000;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"panther-store-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Not a test but the other processes of the one below: writes and reads until it is killed.</summary>
    [Fact(Explicit = true)]
    public void Child_UntilKilled_WritesAndReads()
    {
        string directory = Environment.GetEnvironmentVariable(DirectoryVariable) ?? throw new InvalidOperationException($"{DirectoryVariable} is not set.");
        var store = new KernelStore(new StoreDirectory(directory), limit: EntryBytes * (Keys - 2));
        for (int i = 0; ; i++)
        {
            store.Keep(Entry(i % Keys));
            if (store.Find(Key((i * 5) % Keys), StoreEntries.Kernel) is { } found)
            {
                Assert.Equal(EntryBytes, found.Code.Length);
            }

            if (store.Problem is { } problem)
            {
                File.WriteAllText(Path.Combine(directory, "problem.txt"), problem);
            }
        }
    }

    [Fact]
    public void Keep_ProcessesKilledWhileTheyWrite_LeaveAUsableStore()
    {
        var files = new StoreDirectory(path);
        for (int round = 0; round < 3; round++)
        {
            using Process first = StartChild();
            using Process second = StartChild();
            try
            {
                var waited = Stopwatch.StartNew();
                while (!Directory.Exists(path) || files.List().Count(file => file.Name.EndsWith(".kernel", StringComparison.Ordinal)) < 2)
                {
                    Assert.True(!first.HasExited && !second.HasExited && waited.Elapsed < TimeSpan.FromSeconds(60), "A child did not start.");
                    Thread.Sleep(5);
                }

                Thread.Sleep(40 + (30 * round));
            }
            finally
            {
                // SIGKILL: nothing in the child runs any more.
                first.Kill();
                second.Kill();
                first.WaitForExit();
                second.WaitForExit();
            }

            foreach (StoreFile file in files.List().Where(file => file.Name.EndsWith(".kernel", StringComparison.Ordinal)))
            {
                Assert.NotNull(KernelEntry.Decode(files.Read(file.Name)!));
            }

            var store = new KernelStore(files);
            for (int key = 0; key < Keys; key++)
            {
                store.Keep(Entry(key));
                Assert.Equal(EntryBytes, store.Find(Key(key), StoreEntries.Kernel)!.Code.Length);
            }

            Assert.Null(store.Problem);
            Assert.False(File.Exists(Path.Combine(path, "problem.txt")));
        }
    }

    private static string Key(int number) => $"key {number}";

    private static KernelEntry Entry(int number) => StoreEntries.Make(Key(number), EntryBytes);

    private Process StartChild()
    {
        string assembly = typeof(StoreProcessTests).Assembly.Location;
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Panther.Tests.exe" : "Panther.Tests");
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet")
        {
            start.FileName = own;
            start.ArgumentList.Add(assembly);
        }
        else
        {
            start.FileName = program;
        }

        start.ArgumentList.Add("-explicit");
        start.ArgumentList.Add("only");
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(StoreProcessTests).FullName}.{nameof(Child_UntilKilled_WritesAndReads)}");
        start.Environment[DirectoryVariable] = path;
        Process child = Process.Start(start)!;
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return child;
    }
}
