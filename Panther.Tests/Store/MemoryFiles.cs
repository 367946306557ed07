using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

/// <summary>Files in memory, which fail when a test says so, and whose clock a test sets.</summary>
internal sealed class MemoryFiles : IStoreFiles
{
    private readonly Dictionary<string, (byte[] Content, DateTime LastUse)> files = [];

    public Func<string, Exception?> Fails { get; set; } = static _ => null;

    public DateTime Now { get; set; } = DateTime.UtcNow;

    public int Calls { get; private set; }

    public IEnumerable<string> Names => files.Keys;

    public byte[] this[string name]
    {
        get => files[name].Content;
        set => files[name] = (value, Now);
    }

    public byte[]? Read(string name)
    {
        Check("read");
        return files.TryGetValue(name, out var file) ? file.Content : null;
    }

    public bool Any()
    {
        Check("list");
        return files.Count > 0;
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        Check("write");
        files[name] = (content.ToArray(), Now);
    }

    public void Touch(string name)
    {
        Check("touch");
        files[name] = (files[name].Content, Now);
    }

    public void Delete(string name)
    {
        Check("delete");
        files.Remove(name);
    }

    public IReadOnlyList<StoreFile> List()
    {
        Check("list");
        return [.. files.Select(file => new StoreFile(file.Key, file.Value.Content.Length, file.Value.LastUse))];
    }

    private void Check(string operation)
    {
        Calls++;
        if (Fails(operation) is { } exception)
        {
            throw exception;
        }
    }
}
