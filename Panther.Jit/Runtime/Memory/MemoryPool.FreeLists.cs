using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime;

/// <summary>The free blocks, by size class; large ones in one list searched for the best fit.</summary>
internal sealed partial class MemoryPool
{
    /// <summary>How deep a free list is searched for a block of the asking stream.</summary>
    private const int SearchDepth = 16;

    private readonly Dictionary<long, List<MemoryBlock>> freeBySize = [];
    private readonly List<MemoryBlock> freeLarge = [];

    private MemoryBlock? TakeFree(long bytes, DeviceStream stream)
    {
        MemoryBlock? block;
        lock (gate)
        {
            block = bytes > SizeClass.LargestClass ? TakeLarge(bytes, stream) : TakeClass(bytes, stream);
            if (block is null)
            {
                return null;
            }

            pooledBytes -= block.Bytes;
            CountInUse(block.Bytes);
        }

        RuntimeTelemetry.PoolHitBytes.Add(block.Bytes);
        return block;
    }

    private MemoryBlock? TakeClass(long bytes, DeviceStream stream)
    {
        if (!freeBySize.TryGetValue(bytes, out List<MemoryBlock>? list) || list.Count == 0)
        {
            return null;
        }

        int found = list.Count - 1;
        for (int i = list.Count - 1; i >= Math.Max(0, list.Count - SearchDepth); i--)
        {
            if (list[i].Home is null || list[i].Home == stream)
            {
                found = i;
                break;
            }
        }

        MemoryBlock block = list[found];
        list.RemoveAt(found);
        return block;
    }

    /// <summary>The smallest large block that wastes at most a quarter of itself; among equals, one of the asking stream.</summary>
    private MemoryBlock? TakeLarge(long bytes, DeviceStream stream)
    {
        int found = -1;
        for (int i = 0; i < freeLarge.Count; i++)
        {
            long size = freeLarge[i].Bytes;
            if (size < bytes || size - bytes > size / 4)
            {
                continue;
            }

            if (found < 0 || size < freeLarge[found].Bytes || (size == freeLarge[found].Bytes && freeLarge[i].Home == stream))
            {
                found = i;
            }
        }

        if (found < 0)
        {
            return null;
        }

        MemoryBlock block = freeLarge[found];
        freeLarge.RemoveAt(found);
        return block;
    }

    private void AddFree(MemoryBlock block)
    {
        pooledBytes += block.Bytes;
        if (block.Bytes > SizeClass.LargestClass)
        {
            freeLarge.Add(block);
            return;
        }

        ref List<MemoryBlock>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(freeBySize, block.Bytes, out _);
        (list ??= []).Add(block);
    }

    private List<MemoryBlock> TakeAllFree()
    {
        List<MemoryBlock> all = [.. FreeBlocks()];
        freeLarge.Clear();
        freeBySize.Clear();
        pooledBytes = 0;
        return all;
    }

    private IEnumerable<MemoryBlock> FreeBlocks() => freeBySize.Values.SelectMany(list => list).Concat(freeLarge);

    /// <summary>Gives blocks back whose streams are idle until the pool holds at most <paramref name="limit"/> bytes: large ones first, of equal ones the oldest.</summary>
    private void ReleaseIdle(long limit)
    {
        List<MemoryBlock> released = [];
        lock (gate)
        {
            ReleaseIdle(freeLarge, limit, released);
            foreach (List<MemoryBlock> blocks in freeBySize.OrderByDescending(entry => entry.Key).Select(entry => entry.Value))
            {
                ReleaseIdle(blocks, limit, released);
            }
        }

        foreach (MemoryBlock block in released)
        {
            source.Free(block.Address, block.Bytes);
        }
    }

    private void ReleaseIdle(List<MemoryBlock> blocks, long limit, List<MemoryBlock> released)
    {
        int kept = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            MemoryBlock block = blocks[i];
            if (pooledBytes <= limit || block.Home is { IsDisposed: false, IsIdle: false })
            {
                blocks[kept++] = block;
                continue;
            }

            pooledBytes -= block.Bytes;
            released.Add(block);
        }

        blocks.RemoveRange(kept, blocks.Count - kept);
    }
}
