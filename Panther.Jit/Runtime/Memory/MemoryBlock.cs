namespace Panther.Jit.Runtime;

/// <summary>A piece of device memory that belongs to a pool for its whole life.</summary>
internal sealed class MemoryBlock(MemoryPool pool, nint address, long bytes)
{
    public MemoryPool Pool { get; } = pool;

    public nint Address { get; } = address;

    public long Bytes { get; } = bytes;

    /// <summary>The stream in whose order the block is used; work on it may be pending. <see langword="null"/> when nothing can be pending.</summary>
    public DeviceStream? Home { get; set; }

    /// <summary>Further streams that used the block since it was handed out.</summary>
    public List<DeviceStream>? Visitors { get; set; }

    /// <summary>Link in the pool's list of blocks that finalizers gave back.</summary>
    public MemoryBlock? NextDeferred { get; set; }
}
