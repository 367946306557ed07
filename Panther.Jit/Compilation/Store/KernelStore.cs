using System.Globalization;
using System.Reflection;
using System.Text;
using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation.Store;

/// <summary>
/// Kernels of earlier processes, on disk. Whatever is wrong with the disk costs time, never a kernel: a damaged entry is dropped, and a
/// store that cannot be written is reported once and then only read.
/// </summary>
/// <param name="files">Where the entries lie.</param>
/// <param name="limit">The most bytes that the entries may take together; what was not used for the longest time goes first.</param>
internal sealed class KernelStore(IStoreFiles files, long limit = KernelStore.DefaultLimit)
{
    /// <summary>The size of a store whose user did not think about it: some thousand kernels.</summary>
    public const long DefaultLimit = 512L << 20;

    private const string Extension = ".kernel";

    /// <summary>Entries written by this process between two looks at the size of the whole.</summary>
    private const int WritesPerSweep = 64;

    /// <summary>After this time nobody is still writing an unfinished file.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static readonly Lazy<KernelStore?> OfProcess = new(
        () => StoreLocation.Find(Environment.GetEnvironmentVariable) is { } path ? new KernelStore(new StoreDirectory(path)) : null);

    private readonly Lock sweeping = new();
    private int writes;
    private string? problem;

    /// <summary>The store that the environment asks for; null when it is off.</summary>
    public static KernelStore? Default => OfProcess.Value;

    /// <summary>The directory, if the entries lie in one.</summary>
    public string? Directory => (files as StoreDirectory)?.Path;

    /// <summary>What went wrong first, as a sentence; null when nothing did.</summary>
    public string? Problem => Volatile.Read(ref problem);

    /// <summary>Whether earlier processes seem to have kept something.</summary>
    public bool HasEntries
    {
        get
        {
            bool any = false;
            Attempt("read", () => any = files.Any());
            return any;
        }
    }

    /// <summary>The file that a key's entry lies in.</summary>
    public static string FileName(string key) =>
        string.Create(CultureInfo.InvariantCulture, $"{ContentHash.Of(Encoding.UTF8.GetBytes(key)):x32}{Extension}");

    /// <summary>The binary under a key, if there is one and what it was made from has not changed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="kernel">The kernel, for the look at what it was made from.</param>
    public KernelBinary? Find(string key, MethodInfo kernel)
    {
        string name = FileName(key);
        KernelBinary? binary = null;
        Attempt("read", () =>
        {
            if (files.Read(name) is { } content)
            {
                binary = KernelEntry.Decode(content) is { } entry && entry.Key == key && entry.Assumptions.Hold(kernel) ? entry.Binary : null;
                if (binary is null)
                {
                    files.Delete(name);
                }
                else
                {
                    files.Touch(name);
                }
            }
        });
        return binary;
    }

    /// <summary>Takes the way of <see cref="Find"/> for an entry that is made up, so that .NET compiles it and finds the modules that most kernels are made of.</summary>
    public void WarmUp(string key, MethodInfo kernel)
    {
        Find(key, kernel);
        var inputs = new CompilationInputs();
        inputs.Add(kernel);
        inputs.Add(typeof(object));
        byte[] file = new KernelEntry(key, KernelAssumptions.Of(inputs)!, new KernelBinary(key, [], [])).Encode();
        KernelEntry.Decode(file)!.Assumptions.Hold(kernel);
    }

    /// <summary>Keeps a binary for later processes.</summary>
    public void Keep(KernelEntry entry)
    {
        if (Problem is not null)
        {
            return;
        }

        Attempt("written", () =>
        {
            files.Write(FileName(entry.Key), entry.Encode());
            if (Interlocked.Increment(ref writes) % WritesPerSweep == 1)
            {
                Sweep();
            }
        });
    }

    /// <summary>Removes the entry under a key, which the driver did not take.</summary>
    public void Drop(string key) => Attempt("cleaned", () => files.Delete(FileName(key)));

    private void Attempt(string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            RuntimeTelemetry.KernelCacheProblems.Add(1);
            Interlocked.CompareExchange(
                ref problem, $"The kernel cache{(Directory is { } path ? $" in {path}" : "")} could not be {what}: {exception.Message}", null);
        }
    }

    /// <summary>Deletes what was left unfinished long ago, and the entries that were not used for the longest time while there are too many.</summary>
    private void Sweep()
    {
        if (!sweeping.TryEnter())
        {
            return;
        }

        try
        {
            DateTime abandoned = DateTime.UtcNow - Abandoned;
            var entries = new List<StoreFile>();
            foreach (StoreFile file in files.List())
            {
                if (file.Name.EndsWith(Extension, StringComparison.Ordinal))
                {
                    entries.Add(file);
                }
                else if (file.Name.EndsWith(StoreDirectory.UnfinishedExtension, StringComparison.Ordinal) && file.LastUse < abandoned)
                {
                    files.Delete(file.Name);
                }
            }

            long bytes = entries.Sum(file => file.Bytes);
            if (bytes <= limit)
            {
                return;
            }

            // Down to three quarters, so that the next entry does not begin it anew.
            foreach (StoreFile file in entries.OrderBy(file => file.LastUse))
            {
                files.Delete(file.Name);
                bytes -= file.Bytes;
                if (bytes <= limit / 4 * 3)
                {
                    return;
                }
            }
        }
        finally
        {
            sweeping.Exit();
        }
    }
}
