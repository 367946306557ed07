namespace Panther.Jit.Runtime;

/// <summary>
/// A stream-ordered pool: a block given back is reused at once on the stream it was last used on, and on another stream after that stream
/// has been made to wait. One implementation serves every device, so that the statistics mean the same everywhere and no driver
/// support for memory pools is needed; a hit costs no driver call.
/// </summary>
internal sealed partial class MemoryPool
{
    private readonly Device device;
    private readonly MemorySource source;
    private readonly Lock gate = new();
    private readonly List<DeviceMemoryWatch> watches = [];
    private MemoryBlock? deferred;
    private long pooledBytes;
    private long inUseBytes;
    private long peakInUseBytes;
    private long blocksInUse;
    private bool closed;

    /// <summary>Makes a pool.</summary>
    /// <param name="device">The device, for messages and measurements.</param>
    /// <param name="source">Where memory comes from.</param>
    /// <param name="limit">The most bytes to keep for reuse.</param>
    public MemoryPool(Device device, MemorySource source, long limit)
    {
        this.device = device;
        this.source = source;
        Limit = limit;
        PoolTelemetry.Add(this);
    }

    /// <summary>The most bytes to keep for reuse.</summary>
    public long Limit { get; set; }

    /// <summary>The device's id.</summary>
    public string DeviceId => device.Id;

    /// <summary>Bytes that buffers hold.</summary>
    public long InUseBytes => Interlocked.Read(ref inUseBytes);

    /// <summary>The most bytes that buffers held at one time.</summary>
    public long PeakInUseBytes => Interlocked.Read(ref peakInUseBytes);

    /// <summary>Bytes kept for reuse.</summary>
    public long PooledBytes => Interlocked.Read(ref pooledBytes);

    /// <summary>The pool's figures and the source's.</summary>
    public DeviceMemory Statistics
    {
        get
        {
            TakeDeferred();
            (long total, long free) = source.Query();
            lock (gate)
            {
                return new DeviceMemory(total, free, pooledBytes, inUseBytes, peakInUseBytes, blocksInUse);
            }
        }
    }

    /// <summary>Tells a watch of what buffers hold, from now on.</summary>
    public void Add(DeviceMemoryWatch watch)
    {
        lock (gate)
        {
            watches.Add(watch);
            watch.Begin(inUseBytes);
        }
    }

    /// <summary>Has a watch begin again, between two changes of what buffers hold.</summary>
    public void Restart(DeviceMemoryWatch watch)
    {
        lock (gate)
        {
            watch.Begin(inUseBytes);
        }
    }

    /// <summary>Tells a watch no more.</summary>
    public void Remove(DeviceMemoryWatch watch)
    {
        lock (gate)
        {
            watches.Remove(watch);
        }
    }

    /// <summary>Hands out a block of at least <paramref name="bytes"/> bytes for use in the order of <paramref name="stream"/>.</summary>
    /// <exception cref="DeviceOutOfMemoryException">There is no memory, even after trimming the pool and collecting unreachable buffers.</exception>
    public MemoryBlock Allocate(long bytes, DeviceStream stream)
    {
        TakeDeferred();
        long rounded = SizeClass.RoundUp(bytes);
        MemoryBlock block = TakeFree(rounded, stream) ?? AllocateNew(rounded);
        if (block.Home is { } previous && previous != stream)
        {
            stream.WaitForAll(previous);
        }

        block.Home = stream;
        return block;
    }

    /// <summary>Takes a block back. Its home stream is made to wait for the other streams that used it.</summary>
    public void Return(MemoryBlock block)
    {
        if (block.Visitors is { } visitors)
        {
            block.Home = Gather(block.Home, visitors);
            block.Visitors = null;
        }
        else if (block.Home is { IsDisposed: true })
        {
            block.Home = null;
        }

        lock (gate)
        {
            inUseBytes -= block.Bytes;
            blocksInUse--;
            AddFree(block);
        }

        if (closed)
        {
            Trim();
        }
        else if (pooledBytes > Limit)
        {
            ReleaseIdle(Limit);
        }
    }

    /// <summary>Takes a block back from a finalizer: only a push on a lock-free list, the rest is done by the next ordinary call.</summary>
    public void ReturnDeferred(MemoryBlock block)
    {
        do
        {
            block.NextDeferred = Volatile.Read(ref deferred);
        }
        while (Interlocked.CompareExchange(ref deferred, block, block.NextDeferred) != block.NextDeferred);
    }

    /// <summary>Gives all pooled memory back to the source, after waiting for the streams that may still use it.</summary>
    public void Trim()
    {
        TakeDeferred();
        List<MemoryBlock> blocks;
        lock (gate)
        {
            blocks = TakeAllFree();
        }

        foreach (MemoryBlock block in blocks)
        {
            block.Home?.WaitIdle();
            source.Free(block.Address, block.Bytes);
        }
    }

    /// <summary>Gives memory back whose streams are idle until at most <paramref name="keptBytes"/> are left.</summary>
    public void Trim(long keptBytes)
    {
        TakeDeferred();
        ReleaseIdle(keptBytes);
    }

    /// <summary>Trims the pool and has it keep nothing from now on; buffers that outlive their device give their memory straight back.</summary>
    public void Close()
    {
        closed = true;
        PoolTelemetry.Remove(this);
        Trim();
    }

    /// <summary>Forgets a stream that has been synchronised and is going away.</summary>
    public void Forget(DeviceStream stream)
    {
        lock (gate)
        {
            foreach (MemoryBlock block in FreeBlocks())
            {
                if (block.Home == stream)
                {
                    block.Home = null;
                }
            }
        }
    }

    /// <summary>One stream that has waited for all the streams that are still alive.</summary>
    private static DeviceStream? Gather(DeviceStream? home, List<DeviceStream> visitors)
    {
        DeviceStream? order = home is { IsDisposed: false } ? home : null;
        foreach (DeviceStream visitor in visitors)
        {
            if (order is null)
            {
                order = visitor.IsDisposed ? null : visitor;
            }
            else
            {
                order.WaitForAll(visitor);
            }
        }

        return order;
    }

    private MemoryBlock AllocateNew(long bytes)
    {
        if (!source.TryAllocate(bytes, out nint address))
        {
            Trim();
            if (!source.TryAllocate(bytes, out address))
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Trim();
                if (!source.TryAllocate(bytes, out address))
                {
                    throw new DeviceOutOfMemoryException(device.Id, bytes, Statistics);
                }
            }
        }

        RuntimeTelemetry.DriverAllocatedBytes.Add(bytes);
        lock (gate)
        {
            CountInUse(bytes);
        }

        return new MemoryBlock(this, address, bytes);
    }

    private void CountInUse(long bytes)
    {
        inUseBytes += bytes;
        blocksInUse++;
        peakInUseBytes = Math.Max(peakInUseBytes, inUseBytes);
        foreach (DeviceMemoryWatch watch in watches)
        {
            watch.Note(inUseBytes);
        }
    }

    private void TakeDeferred()
    {
        if (Volatile.Read(ref deferred) is null)
        {
            return;
        }

        MemoryBlock? block = Interlocked.Exchange(ref deferred, null);
        while (block is not null)
        {
            MemoryBlock? next = block.NextDeferred;
            block.NextDeferred = null;
            Return(block);
            block = next;
        }
    }
}
