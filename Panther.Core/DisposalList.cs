namespace Panther.Core;

/// <summary>Disposes what it was given, in reverse order, unless it was released before.</summary>
internal sealed class DisposalList : IDisposable
{
    private readonly Stack<IDisposable> items = new();

    public T Add<T>(T item)
        where T : IDisposable
    {
        items.Push(item);
        return item;
    }

    /// <summary>Keeps everything alive: whoever calls this owns it from now on.</summary>
    public void Release() => items.Clear();

    public void Dispose()
    {
        while (items.TryPop(out IDisposable? item))
        {
            item.Dispose();
        }
    }
}
