namespace Panther.Jit.Runtime;

/// <summary>Notes the most memory that buffers of a device hold while it is open; see <see cref="Device.WatchMemory"/>. All members may be called from any thread.</summary>
public sealed class DeviceMemoryWatch : IDisposable
{
    private readonly MemoryPool pool;
    private long peakBytes;

    internal DeviceMemoryWatch(MemoryPool pool)
    {
        this.pool = pool;
        pool.Add(this);
    }

    /// <summary>The most bytes held at one time since the beginning or the last <see cref="Restart"/>, rounded up to the pool's size classes.</summary>
    public long PeakInUseBytes => Interlocked.Read(ref peakBytes);

    /// <summary>Begins again with what buffers hold now.</summary>
    public void Restart() => pool.Restart(this);

    /// <summary>Ends it; the peak stays.</summary>
    public void Dispose() => pool.Remove(this);

    /// <summary>Called by the pool, one thread at a time.</summary>
    internal void Begin(long inUseBytes) => Interlocked.Exchange(ref peakBytes, inUseBytes);

    /// <summary>Called by the pool, one thread at a time.</summary>
    internal void Note(long inUseBytes) => Interlocked.Exchange(ref peakBytes, Math.Max(inUseBytes, peakBytes));
}
