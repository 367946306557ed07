using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>
/// Native memory of the process, aligned for the widest vectors. Operating systems promise more than they have, so a limit of our own
/// turns the process being killed into an exception.
/// </summary>
internal sealed unsafe class NativeMemorySource(long limit) : MemorySource
{
    /// <summary>The alignment of every block in bytes: a cache line and the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>Large blocks start on a huge page, where the system has them.</summary>
    private const int LargeAlignment = 2 << 20;

    private long allocated;

    public override bool TryAllocate(long bytes, out nint address)
    {
        address = 0;
        if (Interlocked.Add(ref allocated, bytes) > limit)
        {
            Interlocked.Add(ref allocated, -bytes);
            return false;
        }

        try
        {
            address = (nint)NativeMemory.AlignedAlloc((nuint)bytes, bytes >= LargeAlignment ? LargeAlignment : (nuint)Alignment);
            return true;
        }
        catch (OutOfMemoryException)
        {
            Interlocked.Add(ref allocated, -bytes);
            return false;
        }
    }

    public override void Free(nint address, long bytes)
    {
        NativeMemory.AlignedFree((void*)address);
        Interlocked.Add(ref allocated, -bytes);
    }

    public override (long Total, long Free) Query() => (limit, limit - Interlocked.Read(ref allocated));
}
